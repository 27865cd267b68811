// What the page gets of a sweep: its JSON, with the fields that it shows.
import type {Note, Statistics} from '../data';

export type Axis = 'model' | 'input' | 'batch' | 'resolution' | 'threads' | 'dtype' | 'device' | 'method';

export interface Case {
  id: string;
  model: string;
  input: string;       // a key; where there are several
  input_text: string;  // what the plan says of them
  batch: number | null;
  resolution: number | null;
  threads: number | null;
  dtype: string | null;
  device: string | null;
  method: string | null;
  status: 'ok' | 'failed' | 'crashed' | 'timeout' | 'missing';
  message: string;
  exit_code: number | null;  // of cases that have not run
  signal: number | null;
  seconds: number | null;
  started: string;  // RFC 3339, in UTC; '' where it has not run
  host: string;
  job: string;
  partition: string;
  node: string;
  restarts: number | null;
  latency_ns: Statistics | null;
  items_per_second: number | null;
  flops_per_item: number | null;
  core_seconds_per_item: number | null;
  device_seconds_per_item: number | null;
  price_per_million_items: number | null;
  peak_memory_bytes: number | null;
  actual_threads: number | null;
  machine: string;
  logical_cores: number | null;
  libtorch_version: string;
  arguments: string[];  // behind `hookstat profile`
  warnings: string[];   // codes
}

export interface Best {
  work: string;
  id: string;
  latency_ns: number;
  items_per_second: number;
}

/// Whose item costs least core time, or device time, in its work.
export interface Cheapest {
  work: string;
  id: string;
  core_seconds_per_item: number | null;
  device_seconds_per_item: number | null;
}

export interface ScalingModule {
  path: string;
  class: string;
  time_ns: number[];
  percent: number | null;
  gain: (number | null)[];
  stops_at: number | null;
}

export interface Scaling {
  axis: 'threads' | 'batch';
  title: string;
  values: number[];
  ids: string[];
  latency_ns: number[];
  modules: ScalingModule[];
}

export interface Sweep {
  plan: string;
  tool: {name: string; version: string};
  price_per_hour: number | null;
  axes: Axis[];
  cases: Case[];
  best: Best[];
  cheapest: Cheapest[];
  scalings: Scaling[];
  warnings: Note[];  // of the sweep as a whole
}

export const labelOf = (one: {id: string}): string => one.id || '(no name)';

/// The latency where it was measured.
export const latencyOf = (one: Case): Statistics | null =>
    one.latency_ns && one.latency_ns.count > 0 ? one.latency_ns : null;

/// "Xeon, 2 cores": of one name there are machines of several sizes.
export const machineOf = ({machine, logical_cores: cores}: Case): string =>
    machine === '' || cores === null ? machine : `${machine}, ${cores} core${cores === 1 ? '' : 's'}`;

export const inputOf = (one: Case): string => one.input_text || one.input;

/// A setting in words: "batch 8", "bfloat16"; null where the case has none.
export function settingOf(one: Case, axis: Axis): string | null {
  const value = one[axis];
  if (value === null || value === '') return null;
  switch (axis) {
    case 'batch': return `batch ${value}`;
    case 'threads': return `${value} thread${value === 1 ? '' : 's'}`;
    case 'resolution': return `resolution ${value}`;
    case 'input': return inputOf(one);
    default: return String(value);
  }
}
