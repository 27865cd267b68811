#include "core/student_t.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace hookstat {

double student_t_quantile(double probability, double degrees) {
  return boost::math::quantile(boost::math::students_t(degrees), probability);
}

double student_t_two_sided(double t, double degrees) {
  if (std::isinf(t)) return 0;
  const boost::math::students_t distribution(degrees);
  return 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(t)));
}

}  // namespace hookstat
