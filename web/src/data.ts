// What the page gets: a report or a comparison, with the fields of docs/report.schema.json and
// docs/comparison.schema.json that it shows, or a sweep.
import type {Sweep} from './sweep/data';

export interface Statistics {
  count: number;
  min: number;
  p10: number;
  median: number;
  mean: number;
  p90: number;
  p99: number;
  max: number;
  stddev: number;
  median_ci95: [number, number] | null;
}

export interface TimeSplit {
  inclusive: Statistics;
  exclusive: Statistics;
}

export interface Cost {
  macs: number;
  flops: number;
  bytes_read: number;
  bytes_written: number;
  uncounted_calls: number;
}

export interface Efficiency {
  flops_per_second: number | null;
  bytes_per_second: number | null;
  arithmetic_intensity: number | null;
  roofline_percent: number | null;
  bound: string | null;
  dtype: string | null;
}

export interface Tensor {
  dtype: string;
  shape: number[];
}

export interface Module {
  path: string;
  class: string;
  alias_of: string | null;
  parent: number | null;
  depth: number;
  leaf: boolean;
  calls: number;
  inputs: Tensor[];
  outputs: Tensor[];
  parameters: number;
  parameter_bytes: number;
  time_ns: TimeSplit;
  device_time_ns: TimeSplit | null;
  device_busy_ns: TimeSplit | null;
  device_idle_percent: number | null;
  launch_percent: number | null;
  time_percent: number | null;
  inclusive_percent: number | null;
  cost: {inclusive: Cost; exclusive: Cost};
  flops_percent: number | null;
  memory: {peak_bytes: number; at_peak_bytes: number; kept_bytes: number} | null;
  under_load: {growth: number | null} | null;
  efficiency: Efficiency;
}

export interface Operator {
  module: string;
  name: string;
  calls: number;
  flops: number;
  state: 'priced' | 'free' | 'uncounted';
  time_ns: number | null;
  timed_calls: number | null;
}

export interface Source {
  file: string;
  line: number;
  function: string;
  text: string;
  scope: string;
  time_ns: number | null;
  time_percent: number | null;
  flops: number;
  calls: number;
}

export interface Note {
  code: string;
  message: string;
}

export interface Device {
  launch_ns: Statistics;
  busy_ns: Statistics | null;
  idle_percent: number | null;
  queued: boolean;
  waits_in: string | null;
  bound: string | null;
}

export interface Report {
  tool: {name: string; version: string; libtorch_version: string};
  created: string;
  model: {
    path: string;
    method: string;
    modules: number;
    parameter_bytes: number;
    buffer_bytes: number;
  };
  inputs: {name: string; kind: string; text: string}[];
  environment: {
    os: string;
    cpu: string;
    logical_cores: number;
    threads: number;
    device: string;
    device_name: string;
    driver_version: string;
    cuda_version: string;
    cudnn_version: string;
    device_memory_bytes: number;
  };
  settings: {processes: number; warmup: number};
  sampling: {every: number; calls: number; hooked: number; plain: number} | null;
  latency_ns: Statistics;
  hooked_latency_ns: Statistics;
  overhead: {percent: number; percent_ci95: [number, number] | null};
  noise: {cv_percent: number | null};
  first_call_ns: number;
  device: Device | null;
  machine_peaks: {dtype: string; flops_per_second: number}[] | null;
  bytes_per_second: number | null;
  how: string | null;
  totals: {parameters: number; flops: number; macs: number; efficiency: Efficiency};
  modules: Module[];
  operators: Operator[];
  operator_timing: {operators_ns: number; between_ns: number} | null;
  uncounted: {
    operator: string;
    calls: number;
    modules: string[];
    time_percent_at_most: number | null;
  }[];
  sources: Source[] | null;
  load: {threads: number; calls_per_second: number; calls_per_second_alone: number} | null;
  memory: {peak_bytes: number; peak_module: number; input_bytes: number} | null;
  memory_timeline: {module: number; at_ns: number; bytes: number}[] | null;
  run_latencies_ns: number[];
  warnings: Note[];
}

export interface Change {
  base_ns: number | null;
  new_ns: number | null;
  percent: number | null;
  percent_ci95: [number, number] | null;
}

export interface ModuleChange {
  path: string;
  base_path: string;
  class: string;
  own: Change;
  verdict: string;
}

export interface Comparison {
  base: {model: string; processes: number};
  new: {model: string; processes: number};
  latency: Change;
  latency_verdict: string;
  modules: ModuleChange[];
  added: string[];
  removed: string[];
  warnings: Note[];
}

export type Data = {kind: 'report'; report: Report} | {kind: 'comparison'; comparison: Comparison} |
    {kind: 'sweep'; sweep: Sweep};

/// The module's time: on the device where it was taken there.
export const timeOf = (module: Module): TimeSplit => module.device_time_ns ?? module.time_ns;

export const nameOf = (module: {path: string}): string => module.path || '(model)';
