#include "unit/export/sample_reports.h"

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace hookstat::testing {
namespace {

TensorSummary float_tensor(const Shape& shape) { return {"float32", shape, "cpu"}; }

void set_times(ModuleReport& module, double exclusive_ns, double inclusive_ns) {
  module.time_ns = {constant(inclusive_ns), constant(exclusive_ns)};
}

ModuleReport module_at(std::int64_t parent, const std::string& path,
                       const std::string& class_name) {
  ModuleReport module = leaf(path, class_name);
  module.parent = parent;
  module.depth = parent == 0 ? 1 : 2;
  return module;
}

ModuleReport root_module(const std::string& class_name) {
  ModuleReport root = leaf("", class_name);
  root.parent = std::nullopt;
  root.depth = 0;
  root.leaf = false;
  root.calls = 1;
  return root;
}

ModuleReport container_at(std::int64_t parent, const std::string& path,
                          const std::string& class_name) {
  ModuleReport module = module_at(parent, path, class_name);
  module.leaf = false;
  return module;
}

void set_work(ModuleReport& module, std::int64_t macs, std::int64_t flops) {
  module.exclusive_cost.cost = {macs, flops, 0, 0};
  module.inclusive_cost = module.exclusive_cost;
  const double ns = module.time_ns.exclusive.mean;
  if (flops > 0 && ns > 0) {
    module.efficiency.flops_per_second = static_cast<double>(flops) * 1e9 / ns;
  }
}

void set_shares(std::vector<ModuleReport>& modules) {
  double time = 0;
  double flops = 0;
  for (const ModuleReport& m : modules) {
    time += m.time_ns.exclusive.mean;
    flops += static_cast<double>(m.exclusive_cost.cost.flops);
  }
  for (ModuleReport& m : modules) {
    m.time_percent = 100 * m.time_ns.exclusive.mean / time;
    m.flops_percent = 100 * static_cast<double>(m.exclusive_cost.cost.flops) / flops;
  }
}

void set_totals(Report& report) {
  for (const ModuleReport& m : report.modules) {
    if (!m.alias_of) report.totals.parameters += m.parameters;
    report.totals.cost += m.exclusive_cost.cost;
    if (!m.torchstat) continue;
    report.totals.torchstat.memory_mb += m.torchstat->memory_mb;
    report.totals.torchstat.madd += m.torchstat->madd;
    report.totals.torchstat.flops += m.torchstat->flops;
    report.totals.torchstat.mem_read_bytes += m.torchstat->mem_read_bytes;
    report.totals.torchstat.mem_write_bytes += m.torchstat->mem_write_bytes;
  }
  report.model.modules = static_cast<std::int64_t>(report.modules.size());
  report.model.parameters = report.totals.parameters;
  report.model.parameter_bytes = 4 * report.totals.parameters;
}

void set_run(Report& report, double latency_ns) {
  report.tool = {"hookstat", "0.1.0", "2.13.0"};
  report.model.method = "forward";
  report.environment.cpu = "Example CPU";
  report.environment.threads = 2;
  report.settings.warmup = 5;
  report.latency_ns = constant(latency_ns);
  report.latency_ns.median_ci95 = {latency_ns * 0.98, latency_ns * 1.03};
  report.hooked_latency_ns = constant(latency_ns * 1.002);
  report.overhead = {0.2, std::pair{-0.1, 0.5}, 22.4, 9};
  report.first_call_ns = static_cast<std::int64_t>(latency_ns * 3);
}

void set_classes(Report& report) {
  std::map<std::string, ClassReport> classes;
  for (const ModuleReport& m : report.modules) {
    if (m.calls == 0) continue;
    ClassReport& c = classes[m.class_name];
    c.class_name = m.class_name;
    ++c.modules;
    c.calls += m.calls;
    c.exclusive_mean_ns += m.time_ns.exclusive.mean;
    c.time_percent = c.time_percent.value_or(0) + m.time_percent.value_or(0);
    c.flops_percent = c.flops_percent.value_or(0) + m.flops_percent.value_or(0);
  }
  for (const auto& [name, c] : classes) report.classes.push_back(c);
}

std::vector<ModuleReport> small_modules() {
  std::vector<ModuleReport> modules = {
      root_module("Net"),
      container_at(0, "features", "Sequential"),
      module_at(1, "features.conv", "Conv2d"),
      module_at(1, "features.act", "ReLU"),
      container_at(0, "heads", "ModuleList"),
      module_at(4, "heads.a_classifier_with_a_rather_long_name", "Linear"),
      module_at(0, "shared", "Conv2d"),
      module_at(0, "unused", "Dropout"),
  };
  const double own_ns[] = {41'300, 2'100, 8'450'000, 730'250, 0, 1'234'000, 96, 0};
  for (std::size_t i = 0; i < modules.size(); ++i) {
    modules[i].calls = i == 4 || i == 7 ? 0 : 1;
    set_times(modules[i], own_ns[i], own_ns[i]);
  }
  set_times(modules[0], 41'300, 10'457'746);
  set_times(modules[1], 2'100, 9'182'350);
  set_times(modules[4], 0, 1'234'000);
  modules[7].time_ns = {};
  set_work(modules[2], 86'704'128, 173'408'256);
  set_work(modules[3], 0, 802'816);
  set_work(modules[5], 1'024'000, 2'048'000);
  modules[2].parameters = modules[6].parameters = 1'792;
  modules[5].parameters = 1'025'000;
  modules[2].outputs = {float_tensor({1, 64, 112, 112})};
  modules[3].outputs = modules[2].outputs;
  modules[5].outputs = {float_tensor({1, 1000}), float_tensor({})};
  modules[0].outputs = modules[5].outputs;
  modules[6].alias_of = "features.conv";
  modules[6].calls = 3;
  set_shares(modules);
  modules[7].time_percent = std::nullopt;
  return modules;
}

TorchstatCells conv_cells() {
  return {true, {3, 8, 8}, {4, 8, 8}, 112, 0.001, 13824, 7168, 1216, 1024, 12.5};
}

Shape shape_of(const std::string& text) {
  std::istringstream words(text);
  Shape shape;
  for (std::int64_t size = 0; words >> size;) shape.push_back(size);
  return shape;
}

/// number,module,input_shape,output_shape,params,memory_mb,madd,flops,mem_read_bytes,
/// mem_write_bytes,duration_percent,mem_rw_bytes
ModuleReport ssd300_leaf(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
  if (cells.size() != 12) throw std::runtime_error("not a row of twelve cells: " + line);
  const Shape output = shape_of(cells[3]);
  ModuleReport module = leaf(cells[1], std::stoll(cells[4]) > 0 ? "Conv2d" : "ReLU");
  // The table's memory is rounded; the totals need it as it was.
  const double memory_mb = 4.0 * static_cast<double>(element_count(output)) / (1 << 20);
  module.torchstat = {true,
                      shape_of(cells[2]),
                      output,
                      std::stoll(cells[4]),
                      memory_mb,
                      std::stoll(cells[6]),
                      std::stoll(cells[7]),
                      std::stoll(cells[8]),
                      std::stoll(cells[9]),
                      std::stod(cells[10])};
  module.calls = 1;
  module.parameters = module.torchstat->parameters;
  Shape batched = output;
  batched.insert(batched.begin(), 1);
  module.outputs = {float_tensor(batched)};
  const double own_ns = module.torchstat->duration_percent * 1e7;
  set_times(module, own_ns, own_ns);
  set_work(module, module.torchstat->madd / 2, module.torchstat->madd);
  return module;
}

}  // namespace

Statistics constant(double value, std::int64_t count) {
  Statistics s;
  s.count = count;
  s.min = s.p10 = s.median = s.mean = s.p90 = s.p99 = s.max = value;
  return s;
}

ModuleReport leaf(const std::string& path, const std::string& class_name) {
  ModuleReport module;
  module.path = path;
  module.class_name = class_name;
  module.parent = 0;
  module.depth = 1;
  module.leaf = true;
  return module;
}

Report small_report() {
  Report report;
  report.model.path = "models/small.pt";
  report.inputs = {{"x", "tensor", "", float_tensor({1, 3, 224, 224})}, {"scale", "float", "", {}}};
  report.modules = small_modules();
  set_totals(report);
  set_run(report, 10'440'000);
  set_classes(report);
  for (const std::size_t i : {0U, 1U, 4U}) report.modules[i].exclusive_cost.uncounted_calls = 1;
  report.uncounted = {{"torchvision::nms", 4, {"", "features", "heads"}, 0.4},
                      {"aten::sort", 1, {"shared"}, {}}};
  report.warnings = {{"calls_without_operators",
                      "1 module call recorded no operator, so its cost is unknown and not zero."}};
  return report;
}

Report ssd300_report() {
  Report report;
  report.model.path = "torchscript_models/ssd300.pt";
  report.inputs = {{"x", "tensor", "1x3x300x300 float32", float_tensor({1, 3, 300, 300})}};
  report.modules.push_back(root_module("SSD"));
  std::ifstream file(std::string(HOOKSTAT_SEED_DIR) + "/ssd300_expected.csv");
  std::string line;
  std::getline(file, line);  // the head
  while (std::getline(file, line) && !line.starts_with("total,")) {
    ModuleReport module = ssd300_leaf(line);
    const std::size_t dot = module.path.find('.');
    const std::string block = module.path.substr(0, dot);
    if (dot != std::string::npos) {
      if (module.path == block + ".0") {
        report.modules.push_back(container_at(0, block, "ModuleList"));
      }
      std::int64_t parent = static_cast<std::int64_t>(report.modules.size()) - 1;
      while (report.modules[static_cast<std::size_t>(parent)].path != block) --parent;
      module.parent = parent;
      module.depth = 2;
    }
    report.modules.push_back(std::move(module));
  }
  set_times(report.modules.front(), 0, 1e9);
  set_shares(report.modules);
  set_totals(report);
  set_run(report, 1e9);
  set_classes(report);
  return report;
}

Report report_of_names(const std::vector<std::string>& paths) {
  Report report;
  report.modules.push_back(root_module("Net"));
  for (const std::string& path : paths) {
    ModuleReport module = leaf(path, "Conv2d");
    module.calls = 1;
    module.torchstat = conv_cells();
    report.modules.push_back(std::move(module));
  }
  set_totals(report);
  return report;
}

}  // namespace hookstat::testing
