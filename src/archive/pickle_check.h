// What a pickle claims, held against what is there, before LibTorch takes its word for it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace hookstat::archive {

/// Bytes of the record that holds the storage `key` of the pickle; nullopt: there is none.
using StorageBytes = std::function<std::optional<std::int64_t>(std::string_view key)>;

/// Reads a pickle as torch.jit.save writes it, building nothing, and returns what is wrong with it
/// as the rest of a sentence; nullopt where nothing is. LibTorch believes three numbers that a
/// pickle holds, and takes memory for them or reads beyond its end:
/// - the length of a text, which may pass the end of the pickle;
/// - the number of a memo entry, for which it makes a list of that length;
/// - the elements of a tensor's storage, of which the record may hold fewer.
/// A storage that is not identified as torch.jit.save does it (five parts, a class that is known, a
/// number of elements) is refused: what it claims could not be told.
/// What LibTorch refuses by itself (an opcode that it does not know, a stack that is empty) is none
/// of this function's business: it stops reading there. Pure; thread-safe.
[[nodiscard]] std::optional<std::string> pickle_complaint(std::string_view pickle,
                                                          const StorageBytes& storage_bytes);

}  // namespace hookstat::archive
