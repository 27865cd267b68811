// --inputs FILE; input_files.py makes the files.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "hooks/hooked_model.h"
#include "hookstat/error.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string file(const std::string& name) {
  return std::string(HOOKSTAT_MODELS) + "/inputs/" + name;
}

ModelInputs inputs_from(const std::string& model, const std::string& name,
                        const std::vector<std::string>& texts = {}) {
  return make_inputs(load(model), "forward", request_of(texts, file(name)));
}

std::vector<std::string> texts_of(const std::string& model, const std::string& name,
                                  const std::vector<std::string>& texts = {}) {
  const auto module = load(model);
  std::vector<std::string> described;
  for (const InputDescription& input :
       describe_inputs(module, "forward", inputs_from(model, name, texts))) {
    described.push_back(input.text);
  }
  return described;
}

at::Tensor only_tensor(const std::string& name) {
  return inputs_from("echo", name).positional.front().toTensor();
}

at::Tensor grid() { return at::arange(6, at::kFloat).reshape({2, 3}); }

std::string complaint(const std::string& model, const std::string& name,
                      const std::vector<std::string>& texts = {}) {
  try {
    static_cast<void>(inputs_from(model, name, texts));
  } catch (const InputError& error) {
    std::string text = std::string(error.what()) + " | " + error.hint();
    if (text.starts_with(file(""))) text.erase(0, file("").size());
    return text;
  }
  return "accepted";
}

class TorchFile : public ::testing::TestWithParam<int> {};

TEST_P(TorchFile, OfAnyPickleProtocolHoldsNestedValues) {
  const std::string name = "nested" + std::to_string(GetParam()) + ".pt";
  EXPECT_THAT(texts_of("takes_nested", name),
              ElementsAre("[2x3 float32, 2x3 float32]", "[1, 2]",
                          R"({"a": 2 float32, "b": 3 float32})", "(2x2 float32, 7)",
                          R"([{"left": [1 float32], "right": []}, {}])", "(3 float32, 0.5)"));
  const auto xs = inputs_from("takes_nested", name).positional.front().toTensorVector();
  EXPECT_TRUE(at::equal(xs[1], grid() + 1));
}

INSTANTIATE_TEST_SUITE_P(Protocols, TorchFile, ::testing::Values(2, 3, 4, 5));

TEST(TorchFile, OfATupleOrAListHoldsPositionalArguments) {
  EXPECT_THAT(texts_of("takes_plain", "plain_tuple.pt"),
              ElementsAre("2x3 float32", "3", "0.5", "True", "\"negative\"", "None", "None"));
  EXPECT_THAT(
      texts_of("takes_plain", "plain_list.pt"),
      ElementsAre("2x3 float32", "3", "2.0", "False", "\"\"", "3 float32", "1099511627776"));
}

TEST(TorchFile, OfAnOrderedDictHoldsNamedArguments) {
  EXPECT_THAT(texts_of("takes_one_list", "ordered.pt"), ElementsAre("[2x3 float32]"));
}

TEST(TorchFile, OfOneTensorKeepsItsStrides) {
  const at::Tensor x = only_tensor("transposed.pt");
  EXPECT_EQ(x.strides(), (std::vector<std::int64_t>{1, 3}));
  EXPECT_TRUE(at::equal(x, grid().t()));
}

TEST(TorchFile, KeepsWhichTensorsShareTheirStorage) {
  const auto xs = inputs_from("takes_one_list", "shared.pt").positional.front().toTensorVector();
  ASSERT_EQ(xs.size(), 3U);
  EXPECT_TRUE(at::equal(xs[0], at::arange(2, 5, at::kFloat)));
  xs[2].fill_(7);
  EXPECT_TRUE(at::equal(xs[0], at::full({3}, 7.0)));
  EXPECT_EQ(xs[0].storage().unsafeGetStorageImpl(), xs[1].storage().unsafeGetStorageImpl());
}

TEST(TorchFile, KeepsDtypes) {
  const auto xs = inputs_from("takes_one_list", "dtypes.pt").positional.front().toTensorVector();
  std::vector<at::ScalarType> types;
  for (const at::Tensor& x : xs) {
    types.push_back(x.scalar_type());
    EXPECT_TRUE(at::equal(x.to(at::kComplexDouble), at::ones({2}, at::kComplexDouble)));
  }
  EXPECT_THAT(types, ElementsAre(at::kHalf, at::kBFloat16, at::kDouble, at::kChar, at::kShort,
                                 at::kInt, at::kLong, at::kByte, at::kUInt16, at::kUInt32,
                                 at::kUInt64, at::kBool, at::kComplexFloat, at::kComplexDouble));
}

TEST(TorchFile, MayHoldTensorsWithoutElements) {
  EXPECT_EQ(only_tensor("no_elements.pt").sizes(), (std::vector<std::int64_t>{2, 0}));
}

TEST(NumpyFile, KeepsDtypes) {
  for (const auto& [name, type] : {std::pair{"bool", at::kBool},
                                   {"int8", at::kChar},
                                   {"int16", at::kShort},
                                   {"int32", at::kInt},
                                   {"int64", at::kLong},
                                   {"uint8", at::kByte},
                                   {"uint16", at::kUInt16},
                                   {"uint32", at::kUInt32},
                                   {"uint64", at::kUInt64},
                                   {"float16", at::kHalf},
                                   {"float32", at::kFloat},
                                   {"float64", at::kDouble},
                                   {"complex64", at::kComplexFloat},
                                   {"complex128", at::kComplexDouble}}) {
    const at::Tensor x = only_tensor(std::string(name) + ".npy");
    EXPECT_EQ(x.scalar_type(), type) << name;
    EXPECT_TRUE(at::equal(x, grid().to(type))) << name;
  }
}

TEST(NumpyFile, HasTheSameValuesInAnyOrderAndVersion) {
  for (const char* name : {"fortran", "big_endian", "version2", "version3"}) {
    EXPECT_TRUE(at::equal(only_tensor(std::string(name) + ".npy"), grid())) << name;
  }
  EXPECT_EQ(only_tensor("fortran.npy").strides(), (std::vector<std::int64_t>{1, 2}));
  EXPECT_TRUE(at::equal(only_tensor("big_endian_complex.npy"), grid().to(at::kComplexFloat)));
  EXPECT_EQ(only_tensor("scalar.npy").item<float>(), 2.5F);
  EXPECT_EQ(only_tensor("no_elements.npy").numel(), 0);
}

TEST(NumpyArchive, HoldsPositionalAndNamedArguments) {
  EXPECT_THAT(texts_of("takes_plain", "positional.npz",
                       {"n=1", "scale=1", "flag=true", "mode=a", "mask=None", "limit=None"})[0],
              "2x3 float32");
  EXPECT_THAT(texts_of("takes_plain", "plain.npz", {"mode=a", "mask=None", "limit=None"}),
              ElementsAre("2x3 float32", "2", "0.5", "True", "\"a\"", "None", "None"));
  EXPECT_EQ(texts_of("takes_numbers", "ratios.npz", {"table={}"})[1], "[0.5, 1.5]");
}

TEST(NumpyArchive, MayBeDeflated) {
  EXPECT_TRUE(at::equal(only_tensor("deflated.npz"), at::zeros({100, 100})));
}

TEST(JsonFile, DescribesNestedInputs) {
  EXPECT_THAT(texts_of("takes_nested", "nested.json"),
              ElementsAre("[1x3x30x40 float32, 2x2 int64, 2x2 float16, 2x2 float32, "
                          "scalar int64, 2 float32]",
                          "[1, 2]", R"({"a": 2 float32, "b": 1 float32})", "(2x2 float32, 7)",
                          R"([{"left": [1 float32], "right": []}, {}])", "(3 float32, 1.0)"));
  EXPECT_THAT(texts_of("takes_plain", "plain.json"),
              ElementsAre("2x3 float32", "3", "1.0", "True", "\"negative\"", "None", "4"));
}

TEST(InputsAndInput, AreBothTakenAndInputGoesFirst) {
  EXPECT_THAT(texts_of("takes_plain", "plain_tuple.pt", {"n=9", "mask=2x3:bool"}),
              ElementsAre("2x3 float32", "9", "0.5", "True", "\"negative\"", "2x3 bool", "None"));
  EXPECT_THAT(complaint("takes_plain", "plain_tuple.pt", {"9"}),
              HasSubstr("--input 9: needs a NAME= beside --inputs"));
}

TEST(InputFileErrors, NameTheArgumentAndItsType) {
  EXPECT_EQ(complaint("echo", "wrong_name.pt"),
            "wrong_name.pt: forward has no argument 'y' | it is forward(Tensor x)");
  EXPECT_THAT(complaint("echo", "text_for_tensor.pt"), HasSubstr("x: expects Tensor, got str"));
  EXPECT_THAT(complaint("takes_one_list", "plain_tuple.pt"),
              HasSubstr("forward takes 1 input, and the file holds 7"));
  EXPECT_THAT(complaint("takes_one_list", "two.pt"), HasSubstr("wrap the one value in a list"));
  EXPECT_THAT(complaint("takes_one_dict", "wrong_name.pt"), HasSubstr("wrap the one value"));
  EXPECT_THAT(complaint("takes_plain", "two.pt"),
              HasSubstr("two.pt: has nothing for 'scale', 'fl"));
  EXPECT_THAT(complaint("two_inputs", "two_and_named.npz"),
              HasSubstr("the argument 'x' is given twice"));
}

/// Whatever bits of a file are flipped: inputs or an InputError, and nothing else.
TEST(InputFileErrors, AreAllThatDamageCauses) {
  const auto module = load("takes_any");
  for (const char* name : {"any_dict.pt", "small.npz", "float32.npy", "numbers.json"}) {
    std::ifstream source(file(name), std::ios::binary);
    const std::string whole(std::istreambuf_iterator<char>(source), {});
    ASSERT_FALSE(whole.empty());
    const std::string damaged = std::string(HOOKSTAT_REPORTS) + "/damaged_" + name;
    int refused = 0;
    for (std::size_t at = 0; at < whole.size(); ++at) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
      std::ofstream(damaged, std::ios::binary) << changed;
      try {
        static_cast<void>(make_inputs(module, "forward", request_of({}, damaged)));
      } catch (const InputError& error) {
        EXPECT_THAT(error.what(), Not(HasSubstr("\n")));
        ++refused;
      }
    }
    std::filesystem::remove(damaged);
    EXPECT_GT(refused, 40) << name;
  }
}

TEST(InputFileErrors, AreThoseOfMemoryBeforeItIsTaken) {
  EXPECT_THAT(complaint("echo", "bomb.npz"), HasSubstr("x.npy: is damaged"));
}

}  // namespace
}  // namespace hookstat::testing
