// Which settings are the best, and which the cheapest.
#include "sweep/best_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace hookstat::sweep::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

SweepRow row(const std::string& id, double latency_ns, double items_per_second,
             const std::string& model = "m") {
  SweepRow row;
  row.settings.id = id;
  row.settings.model = model;
  row.measured.emplace();
  row.measured->latency_ns.count = 1;
  row.measured->latency_ns.median = latency_ns;
  row.measured->items_per_second = items_per_second;
  return row;
}

SweepRow row_between(const std::string& id, double lower_ns, double upper_ns,
                     double items_per_second) {
  SweepRow one = row(id, (lower_ns + upper_ns) / 2, items_per_second);
  one.measured->latency_ns.median_ci95 = {lower_ns, upper_ns};
  return one;
}

auto ids(const std::vector<BestSetting>& best) {
  std::vector<std::string> all;
  for (const BestSetting& setting : best) all.push_back(setting.id);
  return all;
}

TEST(BestSettings, AreThoseThatNoOtherBeats) {
  EXPECT_THAT(ids(best_settings({row("slow", 9, 1), row("quick", 1, 10), row("large", 5, 30),
                                 row("beaten", 6, 20), row("largest", 8, 40)})),
              ElementsAre("quick", "large", "largest"));
  EXPECT_THAT(ids(best_settings({row("less", 1, 10), row("more", 1, 11)})), ElementsAre("more"));
  EXPECT_THAT(ids(best_settings({row("first", 1, 10), row("second", 1, 10)})),
              ElementsAre("first"));
  EXPECT_TRUE(best_settings({}).empty());
  EXPECT_TRUE(best_settings({SweepRow{}}).empty());
}

TEST(BestSettings, AreOfEachWorkByItself) {
  SweepRow small = row("small", 1, 100);
  small.settings.resolution = 224;
  SweepRow large = row("large", 2, 50);
  large.settings.resolution = 512;
  SweepRow encode = row("encode", 9, 1);
  encode.settings.method = "encode";
  SweepRow other = row("other", 5, 2, "n");
  other.settings.input = "1a2b3c4d";
  const auto best = best_settings({large, other, small, encode});
  EXPECT_THAT(ids(best), ElementsAre("large", "other", "small", "encode"));
  EXPECT_EQ(best[0].work, "m, resolution 512");
  EXPECT_EQ(best[1].work, "n, input 1a2b3c4d");
  EXPECT_EQ(best[3].work, "m, encode");
}

TEST(BestSettings, TellInputsApartByWhatThePlanSaysOfThem) {
  SweepRow one = row("one", 1, 1);
  one.settings.input = "aaaaaaaa";
  one.settings.input_text = "1x3, n=3";
  SweepRow other = row("other", 2, 1);
  other.settings.input = "bbbbbbbb";
  other.settings.input_text = "2x3, n=3";
  auto best = best_settings({one, other});
  ASSERT_THAT(ids(best), ElementsAre("one", "other"));
  EXPECT_EQ(best[0].work, "m, 1x3, n=3");
  EXPECT_EQ(best[1].work, "m, 2x3, n=3");

  other.settings.input_text = one.settings.input_text;
  best = best_settings({one, other});
  ASSERT_THAT(ids(best), ElementsAre("one", "other"));
  EXPECT_EQ(best[0].work, "m, 1x3, n=3 (aaaaaaaa)");
  EXPECT_EQ(best[1].work, "m, 1x3, n=3 (bbbbbbbb)");

  other.settings.model = "n";
  EXPECT_EQ(best_settings({one, other})[1].work, "n, 1x3, n=3") << "of another model";
}

TEST(BestSettings, AreMeasurablyQuickerThanThoseWithMoreItems) {
  EXPECT_THAT(
      ids(best_settings({row_between("noise", 10, 14, 100), row_between("more", 13, 17, 101)})),
      ElementsAre("more"));
  EXPECT_THAT(
      ids(best_settings({row_between("noise", 10, 13, 100), row_between("more", 13, 17, 101)})),
      ElementsAre("more"));
  EXPECT_THAT(
      ids(best_settings({row_between("less", 10, 12, 100), row_between("more", 13, 17, 101)})),
      ElementsAre("less", "more"));
  // `a` holds bounds that `c` surely does not, and `b` is not there to be as quick as it.
  EXPECT_THAT(ids(best_settings({row_between("a", 10, 14, 1), row_between("b", 13, 18, 2),
                                 row_between("c", 17, 22, 3)})),
              ElementsAre("a", "c"));
  EXPECT_THAT(ids(best_settings({row("unknown", 12, 100), row_between("more", 11, 17, 101)})),
              ElementsAre("unknown", "more"));
}

/// A batch whose items a second are those of one call's latency.
SweepRow batch_between(std::int64_t batch, double lower_ns, double upper_ns) {
  const double median_ns = (lower_ns + upper_ns) / 2;
  SweepRow one = row_between("b" + std::to_string(batch), lower_ns, upper_ns,
                             static_cast<double>(batch) * 1e9 / median_ns);
  const double items = static_cast<double>(batch);
  one.measured->items_per_second_ci95 = {items * 1e9 / upper_ns, items * 1e9 / lower_ns};
  return one;
}

TEST(BestSettings, HaveMeasurablyMoreItemsThanQuickerOnes) {
  EXPECT_THAT(ids(best_settings({batch_between(1, 99, 101), batch_between(2, 197, 201),
                                 batch_between(4, 300, 310)})),
              ElementsAre("b1", "b4"));
  EXPECT_THAT(ids(best_settings({batch_between(1, 99, 101), batch_between(2, 190, 197),
                                 batch_between(4, 378, 395)})),
              ElementsAre("b1", "b2"));
  EXPECT_THAT(ids(best_settings({batch_between(1, 99, 101), batch_between(2, 159, 161),
                                 batch_between(4, 159.5, 450)})),
              ElementsAre("b1", "b2"))
      << "a noisy one takes nobody's place";
  SweepRow loaded = batch_between(2, 197, 201);
  loaded.measured->items_per_second *= 3;
  loaded.measured->items_per_second_ci95.reset();
  EXPECT_THAT(ids(best_settings({batch_between(1, 99, 101), loaded})), ElementsAre("b1", "b2"));
}

// Whatever the bound, the front has the most items a second of all that hold it.
TEST(BestSettings, AnswerEachBound) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> value(1, 50);
  for (int round = 0; round < 200; ++round) {
    std::vector<SweepRow> rows;
    for (int i = 0; i < 30; ++i)
      rows.push_back(row(std::to_string(i), value(random), value(random)));
    const auto best = best_settings(rows);
    for (int bound = 0; bound <= 51; ++bound) {
      double most = 0;
      for (const SweepRow& one : rows) {
        if (one.measured->latency_ns.median <= bound) {
          most = std::max(most, one.measured->items_per_second);
        }
      }
      double answered = 0;
      for (const BestSetting& setting : best) {
        if (setting.latency_ns <= bound) answered = setting.items_per_second;  // the last one
      }
      ASSERT_EQ(answered, most) << "bound " << bound;
    }
  }
}

// With intervals: those that are left are apart, and what the medians would have told besides is
// not measurably quicker than one that is left and has more items a second.
TEST(BestSettings, LeaveOutNoiseAndNothingElse) {
  std::mt19937 random(8);
  std::uniform_int_distribution<int> value(1, 200);
  std::uniform_int_distribution<int> width(0, 12);
  std::size_t left_out = 0;
  for (int round = 0; round < 200; ++round) {
    std::vector<SweepRow> rows;
    std::vector<SweepRow> plain;  // the same without intervals
    for (int i = 0; i < 40; ++i) {
      const double lower = value(random);
      rows.push_back(row_between(std::to_string(i), lower, lower + width(random), value(random)));
      plain.push_back(rows.back());
      plain.back().measured->latency_ns.median_ci95.reset();
    }
    const auto interval = [&](const BestSetting& one) {
      return *rows[std::stoul(one.id)].measured->latency_ns.median_ci95;
    };
    const auto best = best_settings(rows);
    for (std::size_t i = 1; i < best.size(); ++i) {
      ASSERT_LT(interval(best[i - 1]).second, interval(best[i]).first);
      ASSERT_LT(best[i - 1].items_per_second, best[i].items_per_second);
    }
    std::set<std::string> kept;
    for (const BestSetting& one : best) kept.insert(one.id);
    const auto by_medians = best_settings(plain);
    ASSERT_EQ(best.back().id, by_medians.back().id) << "the most items a second";
    for (const BestSetting& one : by_medians) {
      if (kept.erase(one.id) > 0) continue;
      ++left_out;
      ASSERT_TRUE(std::ranges::any_of(best, [&](const BestSetting& other) {
        return other.items_per_second > one.items_per_second &&
               interval(other).first <= interval(one).second;
      })) << one.id;
    }
    ASSERT_THAT(kept, IsEmpty()) << "nothing that is beaten by the medians";
  }
  EXPECT_GT(left_out, 100U);
}

TEST(CheapestSettings, CostTheLeastTimeOfCoresAndOfADevice) {
  const auto on_cores = [](const std::string& id, double seconds, const std::string& model = "m") {
    SweepRow one = row(id, 5, 10, model);
    one.measured->core_seconds_per_item = seconds;
    return one;
  };
  SweepRow gpu = row("gpu", 1, 50);
  gpu.measured->device_seconds_per_item = 0.001;
  SweepRow failed;
  failed.settings.model = "m";
  const auto cheapest =
      cheapest_settings({failed, on_cores("dear", 0.5), on_cores("cheap", 0.25), gpu,
                         on_cores("as cheap", 0.25), on_cores("other", 1, "n")});
  ASSERT_EQ(cheapest.size(), 3U);
  EXPECT_EQ(cheapest[0].work, "m");
  EXPECT_EQ(cheapest[0].id, "cheap");
  EXPECT_EQ(cheapest[0].core_seconds_per_item, 0.25);
  EXPECT_EQ(cheapest[0].device_seconds_per_item, std::nullopt);
  EXPECT_EQ(cheapest[0].items_per_second, 10);
  EXPECT_EQ(cheapest[1].id, "gpu");
  EXPECT_EQ(cheapest[1].core_seconds_per_item, std::nullopt);
  EXPECT_EQ(cheapest[1].device_seconds_per_item, 0.001);
  EXPECT_EQ(cheapest[2].id, "other");
  EXPECT_THAT(cheapest_settings({row("unknown", 1, 1)}), IsEmpty());
}

}  // namespace
}  // namespace hookstat::sweep::testing
