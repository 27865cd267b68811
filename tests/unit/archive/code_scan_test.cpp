#include "archive/code_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hookstat::archive {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

NamesInCode names_in(std::string_view code) {
  NamesInCode names;
  scan_code(code, names);
  return names;
}

TEST(CodeScan, FindsOperatorsThatAreCalled) {
  EXPECT_THAT(names_in("x = torch.relu(ops.my.op(y, torch.add(z, 1)))").operators,
              ElementsAre("aten::add", "aten::relu", "my::op"));
}

TEST(CodeScan, TakesNoAttributeAndNoValueForAnOperator) {
  EXPECT_THAT(names_in("a = torch.relu\nb = x.torch.relu(y)\nmyops.my.op(y)\nops.my(y)").operators,
              IsEmpty());
}

TEST(CodeScan, SkipsTextsInQuotes) {
  EXPECT_THAT(names_in(R"(raise("ops.my.op( \" torch.mm(", 'torch.t(')) torch.sin(x))").operators,
              ElementsAre("aten::sin"));
  EXPECT_THAT(names_in("\"ops.my.op(").operators, IsEmpty()) << "a text without an end";
}

TEST(CodeScan, FindsClasses) {
  const NamesInCode names =
      names_in("class Net(Module):\n  v : __torch__.torch.classes.my.Vocabulary\n");
  EXPECT_THAT(names.classes, ElementsAre("Net"));
  EXPECT_THAT(names.custom_classes, ElementsAre("my.Vocabulary"));
}

TEST(CodeScan, FindsNamesThatCannotBeReadAgain) {
  const NamesInCode names = names_in(
      "class Net(Module):\n  __annotations__[\"a b\"] = Tensor\n  __annotations__[\"\u00e9\"] = "
      "Tensor\n"
      "  __annotations__[\"a\nb\"] = Tensor\n  __annotations__[\"a\"b\"] = Tensor\n");
  EXPECT_THAT(names.unreadable, ElementsAre("a\nb", "a\"b", "\u00e9"));
}

TEST(CodeScan, AddsUp) {
  NamesInCode names;
  scan_code("torch.sin(x)", names);
  scan_code("torch.cos(x)", names);
  EXPECT_THAT(names.operators, ElementsAre("aten::cos", "aten::sin"));
}

}  // namespace
}  // namespace hookstat::archive
