// Says where a bad input came from.
#pragma once

#include <string>
#include <utility>

#include "hookstat/error.h"

namespace hookstat {

/// What `work` returns. An InputError it throws gets "SOURCE: " before its message.
template <class Work>
auto in_source(const std::string& source, const Work& work) {
  try {
    return work();
  } catch (const InputError& error) {
    throw InputError(std::string(source).append(": ").append(error.what()), error.hint());
  }
}

}  // namespace hookstat
