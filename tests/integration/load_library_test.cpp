// --load-library: with it the operators of a user's library run, without it they are named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "integration/process.h"

namespace hookstat::testing {
namespace {

using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const std::string kLibrary = std::string(HOOKSTAT_CUSTOM_OPS) + "/custom_ops.so";
const std::string kLacksSymbol = std::string(HOOKSTAT_CUSTOM_OPS) + "/lacks_symbol.so";

ProcessResult profile_custom(const std::string& model, const std::vector<std::string>& libraries) {
  std::vector<std::string> arguments{"profile", model_file(model), "--input", "2x4", "--runs",
                                     "1",       "--format",        "json"};
  for (const std::string& library : libraries) {
    arguments.insert(arguments.end(), {"--load-library", library});
  }
  return hookstat_run(arguments);
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

TEST(LoadLibrary, RunsItsOperatorsAndListsThemAsUncounted) {
  const ProcessResult result = profile_custom("custom_operators", {kLibrary});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto report = nlohmann::json::parse(result.out);
  std::vector<std::pair<std::string, std::string>> uncounted;
  for (const auto& entry : report["operators"]) {
    if (entry["state"] == "uncounted") uncounted.emplace_back(entry["module"], entry["name"]);
  }
  EXPECT_THAT(uncounted,
              Contains(std::pair<std::string, std::string>("inner", "hookstat_test::scaled_add")));
}

TEST(LoadLibrary, RunsItsClasses) {
  const ProcessResult result = profile_custom("custom_class", {kLibrary});
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

TEST(LoadLibrary, MayBeGivenTwice) {
  EXPECT_EQ(profile_custom("custom_operators", {kLibrary, kLibrary}).exit_code, 0);
}

TEST(LoadLibrary, IsNamedWhereOperatorsAreMissing) {
  const ProcessResult result = profile_custom("custom_operators", {});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(first_line(result.err),
              EndsWith("custom_operators.pt: cannot be loaded without the operators "
                       "hookstat_test::negate_rows and hookstat_test::scaled_add"));
  EXPECT_THAT(result.err, HasSubstr("hint: --load-library FILE.so loads the library"));
  EXPECT_THAT(result.out, IsEmpty());
}

TEST(LoadLibrary, IsNamedWhereAClassIsMissing) {
  const ProcessResult result = profile_custom("custom_class", {});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(first_line(result.err), EndsWith("without the class hookstat_test.Offset"));
}

TEST(LoadLibrary, SaysWhyALibraryCannotBeLoaded) {
  const auto complaint = [](const std::string& library) {
    const ProcessResult result = profile_custom("custom_operators", {library});
    EXPECT_EQ(result.exit_code, 2);
    return first_line(result.err);
  };
  EXPECT_EQ(complaint("/nowhere/ops.so"),
            "hookstat: error: --load-library /nowhere/ops.so: no such file");
  EXPECT_THAT(complaint("/tmp"), EndsWith("--load-library /tmp: is a directory"));
  EXPECT_THAT(complaint(model_file("plain")), HasSubstr("cannot be loaded: invalid ELF header"));
  EXPECT_THAT(complaint(kLacksSymbol),
              HasSubstr("lacks_symbol.so: cannot be loaded: undefined symbol: "));
  EXPECT_THAT(complaint(kLacksSymbol), StartsWith("hookstat: error: --load-library "));
}

}  // namespace
}  // namespace hookstat::testing
