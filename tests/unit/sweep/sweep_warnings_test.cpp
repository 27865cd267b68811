// What is said of a sweep as a whole.
#include "sweep/sweep_warnings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hookstat::sweep::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

SweepRow row_on(const MachineKind& kind) {
  SweepRow row;
  row.measured.emplace();
  row.measured->kind = kind;
  row.measured->machine = kind.cpu;
  return row;
}

SweepRow row_on_device(const std::string& device, const std::string& name) {
  SweepRow row = row_on({"A", 8, "2.13.0"});
  row.settings.device = device;
  row.measured->machine = name;
  row.measured->device_seconds_per_item = 1;
  return row;
}

TEST(SweepWarnings, NameEachKindOfMachineWithItsCases) {
  const MachineKind usual{"A", 8, "2.13.0"};
  EXPECT_THAT(sweep_warnings({}, 0), IsEmpty());
  EXPECT_THAT(sweep_warnings({row_on(usual), row_on(usual), SweepRow{}}, 0), IsEmpty());
  const auto notes = sweep_warnings(
      {row_on(usual), row_on({"A", 8, "2.12.0"}), row_on(usual), row_on({"", 1, ""}), SweepRow{}},
      0);
  ASSERT_THAT(notes, SizeIs(1));
  EXPECT_EQ(notes[0].code, "machines");
  EXPECT_THAT(notes[0].message,
              HasSubstr("cases ran on 3 kinds of machine: A, 8 logical cores, LibTorch 2.13.0 (2 "
                        "cases); A, 8 logical cores, LibTorch 2.12.0 (1 case); unknown CPU, 1 "
                        "logical core (1 case)."));
}

TEST(SweepWarnings, NameDevicesOfOnePlaceOnly) {
  EXPECT_THAT(sweep_warnings({row_on({"A", 8, "2.13.0"}), row_on_device("cuda", "H100"),
                              row_on_device("cuda:1", "A100")},
                             0),
              IsEmpty());
  const auto notes = sweep_warnings(
      {row_on_device("cuda", "H100"), row_on_device("cuda", "A100"), row_on_device("cuda", "H100")},
      0);
  ASSERT_THAT(notes, SizeIs(1));
  EXPECT_EQ(notes[0].code, "machines");
  EXPECT_THAT(notes[0].message,
              HasSubstr("cases on cuda ran on 2 kinds of device: H100 (2 cases); A100 (1 case)."));
}

TEST(SweepWarnings, CountCasesThatAreInNoScaling) {
  const auto notes = sweep_warnings({}, 2);
  ASSERT_THAT(notes, SizeIs(1));
  EXPECT_EQ(notes[0].code, "oversubscribed");
  EXPECT_THAT(notes[0].message, HasSubstr("2 cases had more threads than cores"));
}

}  // namespace
}  // namespace hookstat::sweep::testing
