// Arrays as numpy.save writes them, format versions 1 to 3.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "inputs/value.h"

namespace hookstat {

struct NpyHeader {
  Dtype dtype = Dtype::kUnknown;
  bool big_endian = false;
  bool fortran_order = false;  ///< the first index runs fastest
  Shape shape;
  std::size_t data_at = 0;  ///< bytes from the start of the file
};

/// Throws InputError for another format or version, a damaged header, and arrays that no tensor
/// holds: objects, records, strings, dates, long double. Pure; thread-safe.
[[nodiscard]] NpyHeader parse_npy_header(std::string_view bytes);

/// The array of a whole file; a Fortran-ordered one keeps its order by its strides. Throws what
/// parse_npy_header throws, and InputError where values are missing. Pure; thread-safe.
[[nodiscard]] StoredTensor parse_npy(std::string bytes);

}  // namespace hookstat
