// What the tests of inputs share.
#pragma once

#include <string>

#include "hookstat/error.h"

namespace hookstat::testing {

/// The message of the InputError that `work` throws; "accepted" where it throws none.
template <class Work>
std::string complaint_of(const Work& work) {
  try {
    static_cast<void>(work());
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace hookstat::testing
