// A folder with the files that the plans of these tests name.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sweep/plan.h"

namespace hookstat::sweep::testing {

/// Each test has a folder of its own, gone with it.
class PlanFolder : public ::testing::Test {
 protected:
  PlanFolder() {
    const auto* const info = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string("hookstat-") + info->test_suite_name() + "-" + info->name() + "-" +
               std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    for (const char* name : {"ssd300.pt", "bert.pt", "saved.npz", "rules.json", "ops.so"}) {
      write(name, "something");
    }
  }
  ~PlanFolder() override { std::filesystem::remove_all(folder_); }
  PlanFolder(const PlanFolder&) = delete;
  PlanFolder& operator=(const PlanFolder&) = delete;
  PlanFolder(PlanFolder&&) = delete;
  PlanFolder& operator=(PlanFolder&&) = delete;

  void write(const std::string& name, const std::string& text) const {
    // A file that is written over may be waited for until it is on the disk.
    std::filesystem::remove(path_of(name));
    std::ofstream(path_of(name), std::ios::binary) << text;
  }

  [[nodiscard]] std::string path_of(const std::string& name) const {
    return (folder_ / name).string();
  }

  [[nodiscard]] PlanReading read(const std::string& text) const {
    write("plan.yaml", text);
    return read_plan(path_of("plan.yaml"));
  }

  /// "LINE:COLUMN: MESSAGE" each; none for a plan.
  [[nodiscard]] std::vector<std::string> problems_of(const std::string& text) const {
    std::vector<std::string> texts;
    const PlanReading reading = read(text);
    if (const auto* const problems = std::get_if<std::vector<Problem>>(&reading)) {
      for (const Problem& problem : *problems) {
        std::string line = problem_text("", problem);
        texts.push_back(line.substr(line.front() == ':' && problem.line > 0 ? 1 : 0));
      }
    }
    return texts;
  }

  /// Fails the test, and is empty, where there are problems.
  [[nodiscard]] Plan plan_of(const std::string& text) const {
    for (const std::string& problem : problems_of(text)) ADD_FAILURE() << problem;
    const PlanReading reading = read(text);
    const auto* const plan = std::get_if<Plan>(&reading);
    return plan == nullptr ? Plan{} : *plan;
  }

  [[nodiscard]] std::vector<std::string> ids_of(const std::string& text) const {
    std::vector<std::string> ids;
    for (const Case& made : plan_of(text).cases) ids.push_back(made.id);
    return ids;
  }

  std::filesystem::path folder_;
};

}  // namespace hookstat::sweep::testing
