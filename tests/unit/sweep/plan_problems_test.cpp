#include <gmock/gmock.h>

#include "unit/sweep/plan_folder.h"

namespace hookstat::sweep::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using PlanProblems = PlanFolder;

TEST_F(PlanProblems, AreAllToldAtOnceByLine) {
  EXPECT_THAT(problems_of("thread: 2\n"
                          "models: [missing.pt]\n"
                          "dtype: [float32, float33]\n"
                          "profile: {runs: 0, max-time: 3}\n"
                          "inputs: ['{batch}x3']\n"),
              ElementsAre("1:1: unknown key 'thread': did you mean 'threads'?",
                          "2:10: models: 'missing.pt': no such file",
                          "3:18: dtype: expects float16, bfloat16, float32 or float64, got "
                          "'float33'",
                          "4:17: profile: runs: expects a whole number of at least 1, got '0'",
                          "5:10: inputs: {batch} has no values for missing: write 'batch: [1, 2]', "
                          "for example"));
}

TEST_F(PlanProblems, OfFilesHideNoOthers) {
  EXPECT_THAT(
      problems_of("models:\n  - none.pt\n  - {file: ./none.pt, name: a, device: cpu}\n"
                  "device: cuda\nthreads: [1, 2]\n"
                  "exclude:\n  - {device: cuda, model: a}\n"
                  "profile: {runs: 1, max-time: 1}\n"),
      ElementsAre("2:5: models: 'none.pt': no such file", "3:12: models: './none.pt': no such file",
                  "7:5: exclude: no case is like that",
                  HasSubstr("8:20: profile: runs and max-time")));
}

TEST_F(PlanProblems, OfTheFileAsAWholeHaveNoLine) {
  const auto complaint = [](const PlanReading& reading) {
    return std::get<std::vector<Problem>>(reading).at(0);
  };
  EXPECT_EQ(complaint(read_plan(path_of("none.yaml"))), (Problem{0, 0, "no such file"}));
  EXPECT_EQ(complaint(read_plan(folder_.string())), (Problem{0, 0, "is a directory"}));
  EXPECT_EQ(complaint(read_plan("/dev/null")), (Problem{0, 0, "is no regular file"}));
  EXPECT_EQ(complaint(read("")), (Problem{0, 0, "is empty"}));
  EXPECT_EQ(complaint(read("# nothing\n")), (Problem{0, 0, "holds no plan, only comments"}));
  EXPECT_EQ(complaint(read(std::string(10'000'001, '#'))), (Problem{0, 0, "is larger than 10 MB"}));
  EXPECT_EQ(complaint(read(std::string(10'000'000, '#'))),
            (Problem{0, 0, "holds no plan, only comments"}));
  EXPECT_EQ(complaint(read("threads: 1\n")), (Problem{0, 0, "the key 'models' is missing"}));
}

TEST_F(PlanProblems, AreTextsOfOneLine) {
  EXPECT_EQ(problem_text("a.yaml", {3, 5, "why"}), "a.yaml:3:5: why");
  EXPECT_EQ(problem_text("a.yaml", {0, 0, "why"}), "a.yaml: why");
  EXPECT_THAT(problems_of("models: ssd300.pt\ndtype: \"a\\nb\\tc\\x7f\"\n"),
              ElementsAre(HasSubstr("got the text 'a?b?c?'")));
  EXPECT_THAT(problems_of("models: ssd300.pt\ndtype: " + std::string(100, 'y') + "\n"),
              ElementsAre(HasSubstr("got '" + std::string(60, 'y') + "...'")));
  EXPECT_THAT(problems_of("models: ssd300.pt\ndtype: " + std::string(59, 'y') + "éé\n"),
              ElementsAre(HasSubstr("got '" + std::string(59, 'y') + "...'")));
}

TEST_F(PlanProblems, AreTheKeysThatThereAreNot) {
  EXPECT_THAT(problems_of("models: ssd300.pt\n\nbacth: 1\n"),
              ElementsAre("3:1: unknown key 'bacth': did you mean 'batch'?"));
  EXPECT_THAT(problems_of("models: ssd300.pt\nsomething: 1\n"),
              ElementsAre("2:1: unknown key 'something': there are models, inputs, batch, "
                          "resolution, threads, dtype, device, method, profile, exclude and "
                          "timeout"));
  EXPECT_THAT(problems_of("models:\n  - {file: ssd300.pt, nme: a}\n"),
              ElementsAre("2:23: unknown key 'nme': did you mean 'name'?"));
  EXPECT_THAT(problems_of("models:\n  - file: ssd300.pt\n    timeout: 3\n    exclude: {}\n"),
              ElementsAre("3:5: 'timeout' is a key of the plan, not of a model",
                          "4:5: 'exclude' is a key of the plan, not of a model"));
}

TEST_F(PlanProblems, AreTheModelsThatCannotBe) {
  EXPECT_THAT(problems_of("models: []\n"),
              ElementsAre("1:9: models: expects a file, or a map with the key 'file', got an empty "
                          "list"));
  EXPECT_THAT(problems_of("models:\n"), ElementsAre(HasSubstr("got nothing")));
  EXPECT_THAT(problems_of("models:\n  - [ssd300.pt]\n"), ElementsAre("2:5: models: expects a file, "
                                                                     "or a map with the key "
                                                                     "'file', got a list"));
  EXPECT_THAT(problems_of("models:\n  - name: a\n"),
              ElementsAre("2:5: models: the key 'file' is missing"));
  EXPECT_THAT(problems_of("models:\n  - {file: [a], name: a}\n"),
              ElementsAre("2:12: models: expects a file's name, got a list"));
  EXPECT_THAT(problems_of("models:\n  - {file: ssd300.pt, name: [a]}\n"),
              ElementsAre("2:29: name: expects a text, got a list"));
  EXPECT_THAT(problems_of("models: ['']\n"), ElementsAre("1:10: models: the file's name is empty"));
  EXPECT_THAT(problems_of("- models\n"),
              ElementsAre("1:1: the plan: expects a map with the key 'models', got a list"));
}

TEST_F(PlanProblems, AreTheModelFilesThatCannotBeRead) {
  write("empty.pt", "");
  std::filesystem::create_directories(folder_ / "folder.pt");
  EXPECT_THAT(
      problems_of("models:\n  - none.pt\n  - empty.pt\n  - folder.pt\n"),
      ElementsAre("2:5: models: 'none.pt': no such file", "3:5: models: 'empty.pt': is empty",
                  "4:5: models: 'folder.pt': is a directory"));
}

TEST_F(PlanProblems, OfAFileSayThatAnItemMayBeIndentedTooFar) {
  EXPECT_THAT(problems_of("models:\n  - m/small.pt\n     - m/plain.pt\n"),
              ElementsAre("2:5: models: 'm/small.pt - m/plain.pt': no such file (an item of a list "
                          "that is indented further goes on with the one before)"));
  write("a - b.pt", "");
  EXPECT_THAT(problems_of("models: {file: a - b.pt, name: a}\n"),
              ElementsAre("1:16: models: 'a - b.pt': is empty"));
}

TEST_F(PlanProblems, AreNamesThatAreThereTwiceOrNone) {
  EXPECT_THAT(problems_of("models:\n  - ssd300.pt\n  - {file: ssd300.pt, threads: 2}\n"),
              ElementsAre("3:12: name: 'ssd300' is there twice, first in line 2: write 'name' for "
                          "one of them"));
  EXPECT_THAT(problems_of("models:\n  - ssd300.pt\n  - {file: bert.pt, name: ssd300}\n"),
              ElementsAre("3:27: name: 'ssd300' is there twice, first in line 2: write 'name' for "
                          "one of them"));
  write("my model.pt", "x");
  const std::string end =
      " is none: write 'name' with letters, digits, '_', '-' and '.', 64 at most";
  EXPECT_THAT(problems_of("models: my model.pt\n"), ElementsAre("1:9: name: 'my model'" + end));
  for (const std::string& name :
       std::vector<std::string>{"../a", "-a", ".a", "", "a/b", std::string(65, 'a')}) {
    EXPECT_THAT(problems_of("models: {file: ssd300.pt, name: '" + name + "'}\n"),
                ElementsAre(HasSubstr(end)));
  }
  EXPECT_THAT(ids_of("models: {file: my model.pt, name: a_b.c-d9}\n"), ElementsAre("a_b.c-d9"));
}

TEST_F(PlanProblems, AreTheValuesThatAnAxisCannotHave) {
  const auto complaint = [this](const std::string& line) {
    const auto problems = problems_of("models: ssd300.pt\n" + line + "\n");
    return problems.size() == 1 ? problems[0] : std::to_string(problems.size()) + " problems";
  };
  for (const char* value : {"0", "-1", "1.5", "two", "'2'", "010", "1e3", "9223372036854775808",
                            "[[2]]", "{a: 1}", "~", "[]"}) {
    EXPECT_THAT(complaint("threads: " + std::string(value)),
                HasSubstr("threads: expects a whole number from 1 to 1024, got "));
  }
  EXPECT_EQ(complaint("threads: [1,\n 1025]"),
            "3:2: threads: expects a whole number from 1 to 1024, got '1025'");
  EXPECT_EQ(complaint("threads: []"),
            "2:10: threads: expects a whole number from 1 to 1024, got an empty list");
  for (const char* value : {"gpu", "cuda:", "cuda:128", "cuda:-1", "cuda:1x", "mps", "CPU"}) {
    EXPECT_EQ(
        complaint("device: " + std::string("'") + value + "'"),
        "2:9: device: expects cpu, cuda or cuda:N, got the text '" + std::string(value) + "'");
  }
  EXPECT_THAT(complaint("dtype: int8"), HasSubstr("dtype: expects float16, bfloat16, float32 or "));
  for (const char* value : {"a.b", "1a", "''", "a-b", "{}"}) {
    EXPECT_THAT(complaint("method: " + std::string(value)),
                HasSubstr("method: expects a method's name of at most 64 letters"));
  }
  EXPECT_THAT(complaint("method: " + std::string(65, 'm')), HasSubstr("at most 64 letters"));
  EXPECT_EQ(complaint("method: " + std::string(64, 'm')), "0 problems");
}

TEST_F(PlanProblems, AreValuesThatAreThereTwice) {
  EXPECT_THAT(problems_of("models: ssd300.pt\nthreads: [1, 2, 1]\n"),
              ElementsAre("2:17: threads: 1 is there twice"));
  EXPECT_THAT(problems_of("models: ssd300.pt\ndevice:\n  - cuda\n  - cuda:0\n"),
              ElementsAre("4:5: device: cuda is there twice"));
}

TEST_F(PlanProblems, AreSectionsThatEveryModelReplaces) {
  EXPECT_THAT(problems_of("models: {file: ssd300.pt, threads: 1, inputs: 1x3}\nthreads: 2\n"
                          "inputs: 1x4\n"),
              ElementsAre("2:1: threads: every model has its own",
                          "3:9: inputs: every model has its "
                          "own"));
}

TEST_F(PlanProblems, IsATimeoutThatIsNone) {
  for (const char* value : {"0", "-1", "soon", "'5'", "[5]", "inf", "nan", "1e999"}) {
    EXPECT_THAT(problems_of("models: ssd300.pt\ntimeout: " + std::string(value) + "\n"),
                ElementsAre(HasSubstr("2:10: timeout: expects seconds, 0.001 or more, got ")));
  }
}

}  // namespace
}  // namespace hookstat::sweep::testing
