// Writes the report of a model beside a simulated device, for the readers of hookstat's formats.
//
//   write_device_report MODEL INPUT REPORT.json
#include <exception>
#include <fstream>
#include <iostream>
#include <memory>

#include "hookstat/profile_file.h"
#include "record/simulated_device_clock.h"

int main(int argc, char** argv) {
  try {
    if (argc != 4) throw std::invalid_argument("MODEL INPUT REPORT.json");
    hookstat::FileRequest request;
    request.path = argv[1];
    request.inputs.texts = {argv[2]};
    request.options.runs = 5;
    request.options.operators = true;
    // Less than half of what the host takes: a device that waits.
    constexpr double kWork = 0.4;
    constexpr std::int64_t kLatencyNs = 5'000;
    request.options.device_clock =
        std::make_shared<hookstat::SimulatedDeviceClock>(kWork, kLatencyNs);
    std::ofstream file(argv[3]);
    file << hookstat::report_to_json(hookstat::profile_file(request));
    return file.flush() ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "write_device_report: " << error.what() << '\n';
    return 1;
  }
}
