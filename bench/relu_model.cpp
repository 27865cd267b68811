#include "relu_model.h"

#include <ATen/ATen.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/csrc/jit/runtime/custom_operator.h>

#include <string>

namespace hookstat::bench {
namespace {

using torch::jit::Node;
using torch::jit::Operation;
using torch::jit::Operator;
using torch::jit::Stack;

const torch::jit::RegisterOperators kEmptyOperator({Operator(
    "hookstat_bench::empty(...) -> ...", [](const Node*) -> Operation { return [](Stack&) {}; },
    c10::AliasAnalysisKind::CONSERVATIVE)});

}  // namespace

torch::jit::Module make_relu_model() {
  torch::jit::Module relu("ReLU");
  relu.define("def forward(self, x):\n  return torch.relu(x)\n");
  torch::jit::Module model("Relus");
  std::string code = "def forward(self, x):\n";
  for (int i = 0; i < kModules; ++i) {
    const std::string name = std::string("r").append(std::to_string(i));
    model.register_module(name,
                          torch::jit::Module(relu._ivalue()->compilation_unit(), relu.type()));
    code.append("  x = self.").append(name).append(".forward(x)\n");
  }
  model.define(code.append("  return x\n"));
  return model;
}

ModelInputs relu_inputs() { return {{at::rand({4, 8})}, {}}; }

std::unique_ptr<torch::jit::GraphFunction> with_empty_operators(const torch::jit::Module& model) {
  auto& forward = torch::jit::toGraphFunction(model.get_method("forward").function());
  auto graph = forward.graph()->copy();
  torch::jit::Inline(*graph);
  const auto empty = c10::Symbol::fromQualString("hookstat_bench::empty");
  for (Node* node : graph->nodes()) {
    if (node->kind() != c10::aten::relu) continue;
    graph->create(empty, {}, 0)->insertBefore(node);
    graph->create(empty, {}, 0)->insertAfter(node);
  }
  return std::make_unique<torch::jit::GraphFunction>("forward", graph, nullptr);
}

}  // namespace hookstat::bench
