// Trace events as chrome://tracing introduced them and Perfetto reads them: begins and ends in
// microseconds, one line each. An end is the very number that the next begin may be, which the sum
// of a start and a duration is not.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "export/display_text.h"
#include "export/lanes.h"
#include "export/module_columns.h"
#include "export/operator_sums.h"
#include "export/writers.h"

namespace hookstat::exporting {
namespace {

using Json = nlohmann::ordered_json;

// The format's processes are groups of lanes.
constexpr int kHost = 1;
constexpr int kDevice = 2;
constexpr int kMemory = 3;

constexpr double kNsPerMicrosecond = 1e3;

double microseconds(std::int64_t ns) { return static_cast<double>(ns) / kNsPerMicrosecond; }

Json metadata(const char* what, int process, std::int64_t thread, const char* key, Json value) {
  Json event{{"ph", "M"}, {"name", what}, {"pid", process}, {"tid", thread}};
  event["args"][key] = std::move(value);
  return event;
}

Json tensors(const std::vector<TensorSummary>& list) {
  Json texts = Json::array();
  for (const TensorSummary& tensor : list) {
    texts.push_back(shape_text(tensor.shape) + " " + printable(tensor.dtype));
  }
  return texts;
}

/// What a viewer shows of a slice that is clicked. Costs are of the module's own code, in all its
/// calls together.
Json arguments(const ModuleReport& module) {
  const Cost& cost = module.exclusive_cost.cost;
  Json args{{"class", printable(module.class_name)},
            {"inputs", tensors(module.inputs)},
            {"outputs", tensors(module.outputs)},
            {"calls", module.calls},
            {"parameters", module.parameters},
            {"macs", cost.macs},
            {"flops", cost.flops},
            {"bytes_read", cost.bytes_read},
            {"bytes_written", cost.bytes_written}};
  if (module.exclusive_cost.uncounted_calls > 0) {
    args["uncounted_calls"] = module.exclusive_cost.uncounted_calls;
  }
  if (module.time_percent) args["time_percent"] = *module.time_percent;
  if (module.flops_percent) args["flops_percent"] = *module.flops_percent;
  return args;
}

/// By module: its arguments, with the times of its operators where those were taken.
std::vector<Json> arguments_of_modules(const Report& report) {
  std::vector<Json> all;
  all.reserve(report.modules.size());
  for (const ModuleReport& module : report.modules) all.push_back(arguments(module));
  for_each_timed(report, [&](std::size_t module, const OperatorReport& op) {
    all[module]["operator_mean_ns"][printable(op.name)] = *op.time_ns;
  });
  return all;
}

class Events {
 public:
  void add(const Json& event) {
    text_ += text_.empty() ? "\n" : ",\n";
    text_ += event.dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// An event that a slice begins or ends with.
Json edge(const char* kind, const ModuleReport& module, std::int64_t at_ns, const Json& place) {
  Json event{{"ph", kind}, {"name", path_text(module)}, {"ts", microseconds(at_ns)}};
  event.update(place);
  return event;
}

void add_slices(const Report& report, const Lane& lane, const Json& place,
                const std::vector<Json>& args, Events& events) {
  walk(
      lane,
      [&](const Slice& slice) {
        const ModuleReport& module = report.modules[slice.module];
        Json event = edge("B", module, slice.start_ns, place);
        event["cat"] = printable(module.class_name);
        event["args"] = args[slice.module];
        events.add(event);
      },
      [&](const Slice& slice) {
        events.add(edge("E", report.modules[slice.module], slice.stop_ns, place));
      });
}

void add_lanes(const Report& report, Events& events) {
  const std::vector<Json> args = arguments_of_modules(report);
  for (const Lane& lane : lanes_of(report)) {
    const int process = lane.on_device ? kDevice : kHost;
    const std::int64_t thread = lane.number + 1;
    const std::string& device = lane.on_device ? report.environment.device : "host";
    events.add(metadata("process_name", process, thread, "name", printable(device)));
    events.add(metadata("thread_name", process, thread, "name", lane_name(report, lane)));
    events.add(metadata("thread_sort_index", process, thread, "sort_index", thread));
    add_slices(report, lane, {{"pid", process}, {"tid", thread}}, args, events);
  }
}

void add_memory(const Report& report, Events& events) {
  if (!report.memory_timeline || !report.memory) return;
  const std::string name = "memory of a call of its own, " + printable(report.memory->device);
  events.add(metadata("process_name", kMemory, 1, "name", name));
  for (const MemoryTimelineEvent& event : *report.memory_timeline) {
    events.add({{"ph", "C"},
                {"name", "allocated"},
                {"pid", kMemory},
                {"tid", 1},
                {"ts", microseconds(event.at_ns)},
                {"args", {{"bytes", event.bytes}}}});
  }
}

}  // namespace

std::string write_chrome_trace(const Report& report, const ExportOptions& /*options*/) {
  Events events;
  add_lanes(report, events);
  add_memory(report, events);
  Json about{{"tool", printable(report.tool.name) + " " + printable(report.tool.version)},
             {"model", printable(report.model.path)},
             {"method", printable(report.model.method)},
             {"created", printable(report.created)}};
  if (report.timeline) about["run"] = report.timeline->run;
  return fmt::format(
      "{{\"displayTimeUnit\": \"ns\", \"otherData\": {}, \"traceEvents\": [{}\n]}}\n", about.dump(),
      events.text());
}

}  // namespace hookstat::exporting
