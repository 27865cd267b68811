// Student's t distribution.
#pragma once

namespace hookstat {

/// The value below which a share `probability`, 0 to 1 without its ends, of Student's t
/// distribution with `degrees` > 0 degrees of freedom lies. Thread-safe.
[[nodiscard]] double student_t_quantile(double probability, double degrees);

/// The probability of a value as far from 0 as `t`, or farther, on either side. Thread-safe.
[[nodiscard]] double student_t_two_sided(double t, double degrees);

}  // namespace hookstat
