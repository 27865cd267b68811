// The cores of this machine.
#include "core/machine_cores.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>

#include <cstddef>
#include <set>

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ProcessorLists, AreReadAsTheSystemWritesThem) {
  EXPECT_THAT(parse_processor_list("0-3,8"), ElementsAre(0, 1, 2, 3, 8));
  EXPECT_THAT(parse_processor_list("5"), ElementsAre(5));
  EXPECT_THAT(parse_processor_list(""), IsEmpty());
  EXPECT_THAT(parse_processor_list("none"), IsEmpty());
}

TEST(MachineCores, HaveEachProcessorThatThisProcessMayUseOnce) {
  cpu_set_t usable;
  ASSERT_EQ(sched_getaffinity(0, sizeof(usable), &usable), 0);
  std::set<int> numbers;
  std::size_t processors = 0;
  for (const MachineCore& core : usable_machine_cores()) {
    EXPECT_TRUE(numbers.insert(core.number).second);
    processors += core.processors.size();
    for (const int processor : core.processors) {
      EXPECT_TRUE(CPU_ISSET(static_cast<std::size_t>(processor), &usable));
      EXPECT_LE(core.number, processor);
    }
  }
  EXPECT_EQ(processors, static_cast<std::size_t>(CPU_COUNT(&usable)));
  EXPECT_GE(count_machine_cores(), static_cast<std::int64_t>(numbers.size()));
}

}  // namespace
}  // namespace hookstat::testing
