// From the files of a sweep's folder to its report.
#include "sweep/build_sweep_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "hookstat/error.h"

namespace hookstat::sweep::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SweepOfFiles : public ::testing::Test {
 protected:
  void SetUp() override { folder_.create(); }
  void TearDown() override { fs::remove_all(folder_.path()); }

  static Case case_of(std::int64_t threads) {
    Case one;
    one.id = "m-t" + std::to_string(threads);
    one.model = "m";
    one.threads = threads;
    one.profile_arguments = {"m.pt", "--threads=" + std::to_string(threads)};
    return one;
  }

  static Report report_of(double own_ns) {
    Report report;
    report.latency_ns.count = 10;
    report.latency_ns.median = own_ns;
    report.environment.threads = 1;
    report.environment.logical_cores = 8;
    report.environment.cpu = "Xeon";
    ModuleReport module;
    module.calls = 1;
    module.time_ns.exclusive.median = module.time_ns.exclusive.mean = own_ns;
    report.modules.push_back(module);
    return report;
  }

  /// The case ends with this status, and leaves a report where that is ok.
  void end(const Case& one, const Report& report, CaseStatus status = CaseStatus::kOk) {
    const std::string unfinished = folder_.unfinished_file(one.id);
    std::ofstream(unfinished) << report_to_json(report);
    CaseResult result;
    result.id = one.id;
    result.status = status;
    result.cores = 2;
    result.machine_cores = 4;
    result.arguments = one.profile_arguments;
    folder_.write_result(result, unfinished);
  }

  SweepFolder folder_{::testing::TempDir() + "hookstat_sweep_report_" + std::to_string(getpid())};
};

TEST_F(SweepOfFiles, HasARowForEachCaseHoweverItEnded) {
  const std::vector<Case> cases{case_of(1), case_of(2), case_of(4), case_of(8)};
  folder_.write_index({"plan.yaml", "/", cases});
  end(cases[0], report_of(1e6));
  end(cases[1], report_of(9e5));
  end(cases[2], report_of(1e6), CaseStatus::kFailed);
  const SweepReport report = build_sweep_report(folder_, {3600.0});
  EXPECT_EQ(report.plan, "plan.yaml");
  EXPECT_THAT(report.axes, ElementsAre("threads"));
  ASSERT_THAT(report.rows, SizeIs(4));
  EXPECT_EQ(report.rows[2].result->status, CaseStatus::kFailed);
  EXPECT_FALSE(report.rows[3].result);
  // 1 a second, 1000 items a second, two of four cores.
  EXPECT_DOUBLE_EQ(report.rows[0].measured->price_per_million_items.value(), 1e6 / 1000 / 2);
  ASSERT_THAT(report.best, SizeIs(1));
  EXPECT_EQ(report.best[0].id, "m-t2");
  ASSERT_THAT(report.cheapest, SizeIs(1));
  EXPECT_EQ(report.cheapest[0].id, "m-t2");
  ASSERT_THAT(report.scalings, SizeIs(1));
  EXPECT_THAT(report.scalings[0].ids, ElementsAre("m-t1", "m-t2"));
  EXPECT_EQ(report.scalings[0].modules[0].stops_at, 2);
  EXPECT_THAT(report.warnings, IsEmpty());
}

TEST_F(SweepOfFiles, ShowsLatenciesUnderLoadWhereverItShowsOne) {
  const std::vector<Case> cases{case_of(1), case_of(2)};
  folder_.write_index({"plan.yaml", "/", cases});
  for (const Case& one : cases) {
    Report report = report_of(1e6);
    report.load.emplace();
    report.load->threads = 3;
    report.load->calls_per_second = 500.0 * static_cast<double>(*one.threads);
    report.load->latency_ns.count = 20;
    report.load->latency_ns.median = 2e6 * static_cast<double>(*one.threads);
    end(one, report);
  }
  const SweepReport report = build_sweep_report(folder_, {});
  EXPECT_EQ(report.rows[0].measured->latency_ns.median, 2e6);
  EXPECT_EQ(report.rows[0].measured->latency_ns.count, 20);
  ASSERT_THAT(report.best, SizeIs(2));
  EXPECT_EQ(report.best[0].latency_ns, 2e6);
  EXPECT_EQ(report.best[1].latency_ns, 4e6);
  EXPECT_EQ(report.best[1].items_per_second, 1000);
  ASSERT_THAT(report.scalings, SizeIs(1));
  EXPECT_THAT(report.scalings[0].latency_ns, ElementsAre(2e6, 4e6));
}

TEST_F(SweepOfFiles, WarnsOfMachinesAndOfThreadsThatSharedCores) {
  const std::vector<Case> cases{case_of(1), case_of(2), case_of(4), case_of(8)};
  folder_.write_index({"plan.yaml", "/", cases});
  Report shared = report_of(1e6);
  shared.warnings = {{"noisy", "a"}, {"oversubscribed", "b"}};
  Report elsewhere = report_of(1e6);
  elsewhere.environment.cpu = "EPYC";
  end(cases[0], report_of(1e6));
  end(cases[1], report_of(1e6));
  end(cases[2], shared);
  end(cases[3], elsewhere);
  const SweepReport report = build_sweep_report(folder_, {});
  EXPECT_THAT(report.rows[2].measured->warnings, ElementsAre("noisy", "oversubscribed"));
  ASSERT_THAT(report.scalings, SizeIs(1));
  EXPECT_THAT(report.scalings[0].ids, ElementsAre("m-t1", "m-t2"));
  ASSERT_THAT(report.warnings, SizeIs(2));
  EXPECT_EQ(report.warnings[0].code, "machines");
  EXPECT_THAT(report.warnings[0].message,
              HasSubstr("Xeon, 8 logical cores (3 cases); EPYC, 8 logical cores (1 case)"));
  EXPECT_EQ(report.warnings[1].code, "oversubscribed");
  EXPECT_THAT(report.warnings[1].message, HasSubstr("1 case had"));
}

TEST_F(SweepOfFiles, TellsOfAReportThatCannotBeRead) {
  folder_.write_index({"plan.yaml", "/", {case_of(1), case_of(2)}});
  end(case_of(1), report_of(1e6));
  end(case_of(2), report_of(1e6));
  std::ofstream(folder_.report_file("m-t1")) << "{";
  fs::remove(folder_.report_file("m-t2"));
  const SweepReport report = build_sweep_report(folder_, {});
  for (const SweepRow& row : report.rows) {
    EXPECT_EQ(row.result->status, CaseStatus::kCrashed);
    EXPECT_FALSE(row.measured);
    EXPECT_NE(row.result->message, "");
  }
}

TEST_F(SweepOfFiles, IsNoneWithoutAnIndex) {
  EXPECT_THROW(static_cast<void>(build_sweep_report(folder_, {})), InputError);
}

}  // namespace
}  // namespace hookstat::sweep::testing
