#include "integration/serving/small_models.h"

#include <torch/csrc/jit/frontend/resolver.h>
#include <torch/csrc/jit/frontend/sugared_value.h>

namespace hookstat::testing {
namespace {

/// Knows fork, which only the reader of saved models does.
struct WithFork : torch::jit::NativeResolver {
  std::shared_ptr<torch::jit::SugaredValue> resolveValue(
      const std::string& name, torch::jit::GraphFunction& function,
      const torch::jit::SourceRange& range) override {
    if (name == "fork") return torch::jit::SpecialFormValue::create(c10::prim::fork);
    return NativeResolver::resolveValue(name, function, range);
  }
};

}  // namespace

torch::jit::Module module_of(const std::string& class_name, const std::string& code) {
  torch::jit::Module module("__torch__." + class_name);
  module.register_attribute("training", c10::BoolType::get(), false);
  module.define(code);
  return module;
}

torch::jit::Module small_model() {
  const auto add_to = [](torch::jit::Module& parent, const char* name, const char* class_name,
                         const char* code) {
    parent.register_module(name, module_of(class_name, code));
  };
  torch::jit::Module heads = module_of("Heads", R"(
def forward(self, x: Tensor) -> Tensor:
    return x
)");
  add_to(heads, "a", "Negate", "def forward(self, x: Tensor) -> Tensor:\n    return -x\n");
  add_to(heads, "b", "Negate", "def forward(self, x: Tensor) -> Tensor:\n    return -x\n");
  torch::jit::Module model("__torch__.Small");
  model.register_attribute("training", c10::BoolType::get(), false);
  const char* scaled = "def forward(self, x: Tensor) -> Tensor:\n    return x * 2.0 + 1.0\n";
  add_to(model, "first", "Scaled", scaled);
  add_to(model, "second", "Scaled", scaled);
  model.register_module("heads", heads);
  model.define(R"(
def forward(self, x: Tensor, scale: float = 2.0) -> Tensor:
    x = self.second.forward(self.first.forward(x)) * scale
    return self.heads.b.forward(self.heads.a.forward(x))

def encode(self, x: Tensor) -> Tensor:
    return self.first.forward(x)
)");
  return model;
}

at::Tensor input() { return at::tensor({1.0F, 2.0F}); }
at::Tensor plain_result() { return (input() * 4 + 3) * 2; }

torch::jit::Module forking_model(const std::string& forward) {
  torch::jit::Module model("__torch__.Forking");
  model.register_attribute("training", c10::BoolType::get(), false);
  model.register_module(
      "left", module_of("Left", "def forward(self, x: Tensor) -> Tensor:\n    return x + 1.0\n"));
  model.register_module(
      "right", module_of("Right", "def forward(self, x: Tensor) -> Tensor:\n    return x + 2.0\n"));
  model.define(forward, std::make_shared<WithFork>());
  return model;
}

torch::jit::Module forking_model() {
  return forking_model(R"(
def forward(self, x: Tensor) -> Tensor:
    future = fork(self.left.forward, x)
    y = self.right.forward(x)
    return y + torch.wait(future)
)");
}

}  // namespace hookstat::testing
