// What is asked of a GPU's driver. Each test is run with libraries that stand for the driver's,
// found before any real ones (tests/integration/driver/CMakeLists.txt).
#include <gtest/gtest.h>

#include "measure/device_driver.h"

namespace hookstat::testing {
namespace {

TEST(Driver, IsAskedForWhatItKnows) {
  const DriverInfo info = ask_driver(0);
  EXPECT_EQ(info.name, "Fake GPU 80GB");
  EXPECT_EQ(info.details.memory_bytes, 85'899'345'920);
  EXPECT_EQ(info.details.multiprocessors, 132);
  EXPECT_EQ(info.details.compute_capability, "9.0");
  EXPECT_EQ(info.details.driver_version, "580.95.05");
  EXPECT_EQ(info.details.cuda_version, "") << "LibTorch knows that";
}

TEST(Driver, KnowsNoDeviceThatIsNotThere) {
  const DriverInfo info = ask_driver(1);
  EXPECT_EQ(info.name, "");
  EXPECT_EQ(info.details.memory_bytes, 0);
  EXPECT_EQ(info.details.driver_version, "580.95.05");
}

TEST(DriverThatFails, IsTakenForNone) {
  const DriverInfo info = ask_driver(0);
  EXPECT_EQ(info.name, "");
  EXPECT_EQ(info.details.multiprocessors, 0);
}

TEST(DriverThatCannotBeLoaded, IsTakenForNone) {
  const DriverInfo info = ask_driver(0);
  EXPECT_EQ(info.name, "");
  EXPECT_EQ(info.details, DeviceDetails());
}

}  // namespace
}  // namespace hookstat::testing
