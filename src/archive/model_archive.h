// The file of a TorchScript model as a zip archive: whether it is whole, and what it tells without
// LibTorch.
#pragma once

#include <cstdint>
#include <string>

#include "archive/code_scan.h"
#include "archive/zip_file.h"

namespace hookstat::archive {

/// The hint for a file that is no model.
inline constexpr const char* kExportHint =
    "export the model in Python: torch.jit.script(model.eval()).save('model.pt')";

/// Throws InputError, without the name of the file, where the archive is no TorchScript model,
/// takes more memory than there is, holds a record that does not have its checksum, or a pickle
/// that claims more than there is (pickle_check.h). LibTorch checks none of the last three. Reads
/// the whole file.
void check_model_archive(const ZipFile& zip);

struct ArchiveFacts {
  std::string format_version;  ///< of torch.jit.save's file format: "3", "10"; empty: not recorded
  std::string byte_order;      ///< "little", "big"; empty: not recorded
  std::int64_t records = 0;
  std::int64_t weight_bytes = 0;  ///< of all tensors, as they are stored
  std::int64_t code_bytes = 0;    ///< of the code, unpacked
  NamesInCode names;
};

/// What the archive tells by itself. Throws InputError where a record is damaged.
[[nodiscard]] ArchiveFacts describe_archive(const ZipFile& zip);

}  // namespace hookstat::archive
