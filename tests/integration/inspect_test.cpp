// hookstat inspect: what it says of a model is right, and what it suggests works.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "integration/process.h"

namespace hookstat::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string kLibrary = std::string(HOOKSTAT_CUSTOM_OPS) + "/custom_ops.so";

json inspected(const std::string& model, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"inspect", model_file(model), "--format", "json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const ProcessResult result = hookstat_run(arguments);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return json::parse(result.out);
}

json module_at(const json& inspection, const std::string& path) {
  for (const json& module : inspection["modules"]) {
    if (module["path"] == path) return module;
  }
  throw std::out_of_range("no module '" + path + "'");
}

struct Suggestion {
  std::string model;
  std::vector<std::string> values;  ///< in order; "-" for none
  std::string reason;               ///< a part of the first one's
};

std::vector<Suggestion> suggestions() {
  return {
      {"plain",
       {"1x3x224x224"},
       "stem.0, a Conv2d of 3 channels; the height and width are a guess"},
      {"plain_traced", {"1x3x224x224"}, "stem.0, a Conv2d of 3 channels"},
      {"two_inputs", {"1x8", "1:bool"}, "first used by fc, a Linear of 8 input features"},
      {"no_inputs", {"-"}, "may be left out"},
      {"mutates", {"2x3"}, "first used by norm, a BatchNorm1d of 3 channels"},
      {"forks", {"1x16"}, "right.fc, a Linear of 16 input features"},
      {"chooses", {"1x16"}, "first.fc is the model's first one whose input is known"},
      {"saved_hooks", {"1x16"}, "first used by 0.fc, a Linear"},
      {"many_helpers", {"1x4"}, "units.0.fc, a Linear of 4 input features"},
      {"training", {"1x3x224x224"}, "stem.0, a Conv2d of 3 channels"},
      {"waits_inside", {"1x8"}, "is a guess"},
      {"leaves_running", {"1x8"}, "first used by fc"},
      {"forks_constants", {"4x4"}, "no layer demands a shape of it: this is a guess"},
      {"calls_a_helper", {"4x4"}, "aten::mm of the tensor by itself, so a square one"},
      {"speaks_when_loaded", {"4x4"}, "this is a guess"},
      {"twins", {"1x4"}, "first used by 0.0, a Linear of 4 input features"},
      {"layer_conv1d", {"1x6x128"}, "the model itself, a Conv1d of 6 channels; the length is"},
      {"layer_conv2d_groups", {"1x8x224x224"}, "a Conv2d of 8 channels"},
      {"layer_conv2d_groups_traced", {"1x8x224x224"}, "a Conv2d of 8 channels"},
      {"layer_conv3d", {"1x2x16x112x112"}, "the depth, height and width are a guess"},
      {"layer_conv_transpose", {"1x5x224x224"}, "a ConvTranspose2d of 5 channels"},
      {"layer_linear", {"1x7"}, "a Linear of 7 input features"},
      {"layer_linear_traced", {"1x7"}, "a Linear of 7 input features"},
      {"layer_embedding", {"1x16:int64[0,50]"}, "an Embedding of 50 entries"},
      {"layer_embedding_traced", {"1x16:int64[0,50]"}, "an Embedding of 50 entries"},
      {"layer_batch_norm", {"2x9x224x224"}, "a BatchNorm2d of 9 channels"},
      {"layer_layer_norm", {"1x4x6"}, "a LayerNorm over 4x6"},
      {"layer_group_norm", {"2x6x224x224"}, "a GroupNorm of 6 channels"},
      {"layer_lstm", {"16x1x11"}, "a guess and comes first, before the batch"},
      {"layer_lstm_traced", {"16x1x11"}, "layer, a LSTM of 11 input features"},
      {"layer_lstm_batch_first", {"1x16x11"}, "the batch comes first"},
      {"layer_gru", {"16x1x13"}, "a GRU of 13 input features"},
      {"layer_rnn", {"16x1x14"}, "a RNN of 14 input features"},
      {"layer_gru_cell", {"1x15"}, "a GRUCell of 15 input features"},
      {"layer_attention", {"1x16x16"}, "a MultiheadAttention of 16 input features"},
      {"layer_transformer", {"1x16x16"}, "layers.0.self_attn, a MultiheadAttention of 16"},
      {"layer_flattens", {"1x784"}, "fc, a Linear of 784 input features"},
      {"layer_channels_behind", {"1x224x224x3"}, "conv, a Conv2d of 3 channels"},
      {"layer_means", {"1x6x16x16"}, "fc, a Linear of 6 input features"},
      {"layer_double", {"1x3:float64"}, "a Linear of 3 input features"},
      {"layer_half", {"1x3:float16"}, "a Linear of 3 input features"},
      {"layer_bfloat16", {"1x3x224x224:bfloat16"}, "a Conv2d of 3 channels"},
      {"layer_two_sides", {"1x3x224x224", "1x16:int64[0,100]", "1x3x224x224"}, "image, a Conv2d"},
      {"layer_evaluating_part", {"1x5"}, "0, a Linear of 5 input features"},
      {"layer_frozen", {"1x3x224x224"}, "aten::conv2d of 3 channels"},
      {"layer_quantized", {"1x4x224x224"}, "conv, a Conv2d of 4 channels"},
      {"layer_quantized_dynamic", {"1x12"}, "a LinearPackedParams of 12 input features"},
  };
}

class Suggested : public ::testing::TestWithParam<Suggestion> {};

INSTANTIATE_TEST_SUITE_P(For, Suggested, ::testing::ValuesIn(suggestions()),
                         [](const auto& tested) { return tested.param.model; });

TEST_P(Suggested, InputIsReasonedAndWorks) {
  const json inspection = inspected(GetParam().model);
  std::vector<std::string> profile{
      "profile", model_file(GetParam().model), "--runs", "1", "--warmup", "1", "--format", "json"};
  const json& inputs = inspection["inputs"];
  ASSERT_GE(inputs.size(), GetParam().values.size());
  for (std::size_t i = 0; i < GetParam().values.size(); ++i) {
    const bool is_left_out = inputs[i]["value"].is_null();
    EXPECT_EQ(is_left_out ? "-" : inputs[i]["value"], GetParam().values[i]);
    if (is_left_out || std::string(inputs[i]["reason"]).ends_with("may be left out")) continue;
    const std::string name = inputs[i]["argument"];
    profile.insert(profile.end(), {"--input", name + "=" + std::string(inputs[i]["value"])});
  }
  EXPECT_THAT(std::string(inputs[0]["reason"]), HasSubstr(GetParam().reason));
  const ProcessResult result = hookstat_run(profile);
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

TEST(Inspect, IsWhatTheMessageForAMissingInputProposes) {
  EXPECT_THAT(hookstat_run({"profile", model_file("layer_two_sides")}).err,
              HasSubstr("for example: --input image=1x3x224x224 --input words=1x16:int64[0,100] "
                        "--input weight="));
}

TEST(Inspect, ShowsMethodsWithTheirArgumentsTypesAndDefaults) {
  const json methods = inspected("two_inputs")["methods"];
  ASSERT_EQ(methods.size(), 2U);
  EXPECT_EQ(methods[0]["name"], "forward");
  EXPECT_EQ(methods[0]["returns"], "Tensor");
  const json expected = json::parse(R"([
    {"name": "x", "type": "Tensor", "default": null},
    {"name": "mask", "type": "Tensor", "default": null},
    {"name": "scale", "type": "float", "default": "2."},
    {"name": "bias", "type": "Optional[Tensor]", "default": "None"}])");
  EXPECT_EQ(methods[0]["arguments"], expected);
  EXPECT_EQ(methods[1]["name"], "encode");
}

TEST(Inspect, LooksIntoTheMethodAskedFor) {
  const json inspection = inspected("two_inputs", {"--method", "encode"});
  EXPECT_EQ(inspection["method"], "encode");
  EXPECT_EQ(inspection["inputs"].size(), 1U);
  EXPECT_EQ(inspection["operators"],
            json::parse(R"([{"name": "aten::linear", "count": 2, "custom": false}])"));
}

TEST(Inspect, SaysOfEachArgumentThatIsNoTensorWhatItIs) {
  const json inputs = inspected("takes_a_list")["inputs"];
  EXPECT_THAT(std::string(inputs[0]["reason"]), HasSubstr("of type List[Tensor], required"));
  EXPECT_EQ(inputs[1]["value"], "1");
  EXPECT_EQ(inputs[1]["reason"], "of type int, required");
}

TEST(Inspect, ShowsTheTreeWithSizes) {
  const json inspection = inspected("plain");
  // 3 to 4 channels by 3 x 3 and a bias; Linear 4 to 10 with a bias.
  EXPECT_EQ(module_at(inspection, "stem.0")["parameters"], 3 * 4 * 9 + 4);
  EXPECT_EQ(module_at(inspection, "head")["parameter_bytes"], 4 * (4 * 10 + 10));
  EXPECT_EQ(module_at(inspection, "stem")["parameters"], 0);
  EXPECT_EQ(module_at(inspection, "stem")["parameters_below"], 3 * 4 * 9 + 4 + 2 * 4);
  EXPECT_EQ(module_at(inspection, "stem.1.0")["buffers"], 2 * 4 + 1) << "means, variances, a count";
  EXPECT_THAT(module_at(inspection, "head")["dtypes"], ElementsAre("float32"));
  EXPECT_EQ(inspection["dtypes"], json::parse(R"(["float32", "int64"])"));
  EXPECT_EQ(inspection["devices"], json::parse(R"(["cpu"])"));
  EXPECT_EQ(inspection["frozen"], false);
}

TEST(Inspect, CountsATensorThatIsRegisteredTwiceOnce) {
  const json inspection = inspected("twins");
  EXPECT_EQ(module_at(inspection, "1.0")["alias_of"], "0.0");
  EXPECT_EQ(inspection["parameters"], 3 * (4 * 4 + 4));
}

TEST(Inspect, ShowsModesAndHooks) {
  const json part = inspected("layer_evaluating_part");
  EXPECT_EQ(module_at(part, "")["training"], true);
  EXPECT_EQ(module_at(part, "1")["training"], false);
  const json hooked = inspected("saved_hooks");
  EXPECT_THAT(module_at(hooked, "")["hooks"], ElementsAre("pre_hook", "hook"));
  EXPECT_THAT(module_at(hooked, "0")["hooks"], ElementsAre("hook"));
}

TEST(Inspect, SaysWhatIsFrozenAndWhatIsQuantized) {
  EXPECT_EQ(inspected("layer_frozen")["frozen"], true);
  EXPECT_EQ(inspected("layer_frozen")["quantized"], false);
  EXPECT_EQ(module_at(inspected("layer_frozen"), "")["training"], false);
  const json quantized = inspected("layer_quantized");
  EXPECT_EQ(quantized["quantized"], true);
  EXPECT_EQ(module_at(quantized, "conv")["packed_parameters"], 4 * 8 * 9);
  EXPECT_THAT(module_at(quantized, "conv")["dtypes"], ElementsAre("qint8"));
  EXPECT_EQ(inspected("layer_quantized_dynamic")["quantized"], true);
}

TEST(Inspect, MarksCustomOperators) {
  const json operators = inspected("custom_operators", {"--load-library", kLibrary})["operators"];
  for (const json& entry : operators) {
    EXPECT_EQ(entry["custom"], std::string(entry["name"]).starts_with("hookstat_test::")) << entry;
  }
  EXPECT_EQ(operators.size(), 3U);
}

TEST(Inspect, TellsWhatTheArchiveDoesWhereOperatorsAreMissing) {
  const ProcessResult result =
      hookstat_run({"inspect", model_file("custom_operators"), "--format", "json"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("hint: --load-library FILE.so"));
  const json inspection = json::parse(result.out);
  EXPECT_EQ(inspection["loaded"], false);
  EXPECT_THAT(inspection["missing_operators"],
              ElementsAre("hookstat_test::negate_rows", "hookstat_test::scaled_add"));
  EXPECT_THAT(inspection["archive"]["classes"], ElementsAre("Inner", "Linear", "UsesOperators"));
  EXPECT_TRUE(inspection["frozen"].is_null());
}

TEST(Inspect, RunsNothingOfTheModel) {
  EXPECT_THAT(hookstat_run({"inspect", model_file("prints")}).err, IsEmpty());
}

TEST(Inspect, FitsItsTextIntoTheTerminal) {
  ProcessOptions options;
  options.out_is_terminal = true;
  options.terminal_columns = 80;
  const ProcessResult result = hookstat_run({"inspect", model_file("ssd300")}, options);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) {
    line.erase(std::remove(line.begin(), line.end(), '\r'), line.end());
    const bool is_file = line.find(".pt (") != std::string::npos;  // a path is not broken
    const bool is_heading = line.find("\033[") != std::string::npos;
    EXPECT_TRUE(is_file || is_heading || line.size() <= 80) << line;
  }
}

TEST(Inspect, LeavesOutDeeperModulesWhenAsked) {
  const std::string text = hookstat_run({"inspect", model_file("plain"), "--depth", "1"}).out;
  EXPECT_THAT(text, HasSubstr("modules below are not shown)"));
  EXPECT_THAT(text, Not(HasSubstr("BatchNorm2d")));
}

TEST(InspectErrors, AreOneLineAndExitCodeTwo) {
  const auto complaint = [](const std::vector<std::string>& arguments) {
    const ProcessResult result = hookstat_run(arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.out, IsEmpty());
    return result.err.substr(0, result.err.find('\n'));
  };
  const std::string plain = model_file("plain");
  EXPECT_THAT(complaint({"inspect"}), HasSubstr("MODEL is required"));
  EXPECT_THAT(complaint({"inspect", "no.pt"}), EndsWith("no.pt: no such file"));
  EXPECT_THAT(complaint({"inspect", model_file("flipped")}), HasSubstr("checksum"));
  EXPECT_THAT(complaint({"inspect", model_file("nested")}), HasSubstr("LibTorch crashed"));
  EXPECT_THAT(complaint({"inspect", plain, "--method", "no"}), HasSubstr("no such method"));
  EXPECT_THAT(complaint({"inspect", plain, "--format", "xml"}), HasSubstr("none of text, json"));
  EXPECT_THAT(complaint({"inspect", plain, "--depth", "-1"}), HasSubstr("of at least 0"));
  EXPECT_THAT(complaint({"inspect", plain, "--load-library", "no.so"}), HasSubstr("no such file"));
}

}  // namespace
}  // namespace hookstat::testing
