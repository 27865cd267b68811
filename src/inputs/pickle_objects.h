// The few Python functions and classes that pickles of torch.save call.
#pragma once

#include "inputs/pickle.h"
#include "inputs/pickle_nodes.h"

namespace hookstat::pickles {

/// Throws InputError, which names it, for a class or function that means nothing here.
void require_known(const std::string& name);

/// What calling `callable` with the tuple `arguments` makes. Throws InputError for what cannot be
/// called, for tensors that are not dense and strided, and for wrong arguments.
[[nodiscard]] Node* call(const Node& callable, const Node& arguments, Arena& arena);

/// The storage that a persistent id stands for: ("storage", class, key, location, elements).
[[nodiscard]] Node* load_storage(const Node& id, const StorageReader& storages, Arena& arena);

}  // namespace hookstat::pickles
