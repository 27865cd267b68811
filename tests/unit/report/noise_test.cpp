#include "report/noise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "unit/report/recordings.h"

namespace hookstat::testing {
namespace {

using reporting::modes_of;
using reporting::Samples;
using ::testing::DoubleNear;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

Samples draw(std::size_t count, const std::function<double(std::mt19937&)>& one) {
  std::mt19937 random(7);
  Samples samples;
  for (std::size_t i = 0; i < count; ++i) samples.push_back(one(random));
  return samples;
}

double normal(std::mt19937& random, double mean, double deviation) {
  return std::normal_distribution<double>(mean, deviation)(random);
}

Noise noise_of_latencies(std::vector<std::int64_t> latencies_ns) {
  Recording recording = net_with_leaves(1);
  recording.baseline_ns = std::move(latencies_ns);
  return built(recording).noise;
}

TEST(Noise, CoefficientOfVariationIsDeviationOverMean) {
  // Mean 100, squares 6 x 100, over 5.
  EXPECT_THAT(noise_of_latencies({90, 110, 90, 110, 90, 110}).cv_percent,
              Optional(DoubleNear(std::sqrt(120.0), 1e-9)));
  EXPECT_FALSE(noise_of_latencies({90, 110, 90, 110, 90}).cv_percent);
}

TEST(Noise, DriftIsOfTheLastThirdAgainstTheFirst) {
  std::vector<std::int64_t> latencies_ns(30, 100);
  for (std::size_t i = 20; i < 30; ++i) latencies_ns[i] = 110;
  EXPECT_THAT(noise_of_latencies(latencies_ns).drift_percent, Optional(DoubleNear(10, 1e-9)));
}

TEST(Noise, DriftIsUnknownWhereIntervalsMeetOrSamplesLack) {
  std::vector<std::int64_t> mixed;
  for (std::int64_t i = 0; i < 60; ++i) mixed.push_back(100 + i * 37 % 60);
  EXPECT_FALSE(noise_of_latencies(mixed).drift_percent);
  std::vector<std::int64_t> few(17, 100);
  for (std::size_t i = 12; i < 17; ++i) few[i] = 200;
  EXPECT_FALSE(noise_of_latencies(few).drift_percent);
}

TEST(Modes, OfTwoGroupsHaveTheirMediansAndShares) {
  const Samples samples = draw(400, [](std::mt19937& random) {
    const bool slow = std::uniform_int_distribution<int>(0, 3)(random) == 0;
    return slow ? normal(random, 130, 2) : normal(random, 100, 2);
  });
  const std::vector<Mode> modes = modes_of(samples);
  ASSERT_THAT(modes, SizeIs(2));
  EXPECT_NEAR(modes[0].median_ns, 100, 0.5);
  EXPECT_NEAR(modes[1].median_ns, 130, 0.5);
  EXPECT_NEAR(modes[0].percent, 75, 6);
  EXPECT_DOUBLE_EQ(modes[0].percent + modes[1].percent, 100);
}

TEST(Modes, AreNoneWhereThereIsOneGroupOfWhateverShape) {
  EXPECT_THAT(modes_of(draw(1'000, [](std::mt19937& random) { return normal(random, 100, 10); })),
              IsEmpty());
  EXPECT_THAT(modes_of(draw(1'000,
                            [](std::mt19937& random) {
                              return std::uniform_real_distribution<double>(100, 200)(random);
                            })),
              IsEmpty());
  EXPECT_THAT(modes_of(draw(1'000,
                            [](std::mt19937& random) {
                              return 100 + std::exponential_distribution<double>(0.05)(random);
                            })),
              IsEmpty());
  EXPECT_THAT(
      modes_of(draw(1'000, [](std::mt19937& random) { return std::exp(normal(random, 5, 0.3)); })),
      IsEmpty());
  EXPECT_THAT(modes_of(Samples(100, 7.0)), IsEmpty());
}

TEST(Modes, AreNoneWhereOutliersAreFewOrGroupsNear) {
  const auto tight = [](std::mt19937& random, double low, double high, double share) {
    const bool slow = std::uniform_real_distribution<double>(0, 1)(random) < share;
    return normal(random, slow ? high : low, 0.1);
  };
  EXPECT_THAT(modes_of(draw(500, [&](auto& random) { return tight(random, 100, 200, 0.05); })),
              IsEmpty());
  EXPECT_THAT(modes_of(draw(500, [&](auto& random) { return tight(random, 100, 104, 0.5); })),
              IsEmpty());
  EXPECT_THAT(modes_of(draw(500, [&](auto& random) { return tight(random, 100, 106, 0.5); })),
              SizeIs(2));
  EXPECT_THAT(modes_of(draw(29, [&](auto& random) { return tight(random, 100, 200, 0.5); })),
              IsEmpty());
}

TEST(Modes, OfGroupsWithoutSpreadAreFound) {
  Samples samples(50, 100.0);
  samples.insert(samples.end(), 50, 200.0);
  EXPECT_THAT(modes_of(samples), SizeIs(2));
}

}  // namespace
}  // namespace hookstat::testing
