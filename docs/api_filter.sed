# What Doxygen reads in the place of a header (docs/Doxyfile): the comment at its top is one of the
# file, and comparisons that the compiler makes say so. Lines keep their numbers.
1i /// @file
1,/^#pragma once$/s|^//|///|
/^#pragma once$/d
s/operator\(==\|<=>\)(.*) const = default;$/& \/\/\/< Compares all fields./
