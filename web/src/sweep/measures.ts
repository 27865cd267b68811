// What is measured of a case, in the order in which it is shown.
import * as format from '../format';
import {latencyOf, type Case} from './data';

type Value = number | null;

export interface Measure {
  key: string;
  title: string;
  value: (one: Case) => Value;
  text: (value: Value) => string;
  /// Of the value, where the axis of a chart counts in another unit: 1e6 for ns in ms.
  unit: number;
  /// What 95 % of all medians lie in.
  interval?: (one: Case) => [number, number] | null;
}

export const seconds = (value: Value): string => format.duration(value === null ? null : value * 1e9);

const latencyInterval = (one: Case): [number, number] | null => latencyOf(one)?.median_ci95 ?? null;

/// From that of the latency, where the items a second are made from it: not of callers side by side.
function rateInterval(one: Case): [number, number] | null {
  const latency = latencyOf(one);
  const rate = one.items_per_second;
  if (!latency?.median_ci95 || rate === null || latency.median <= 0) return null;
  const items = rate * latency.median / 1e9;
  if (Math.abs(items / (one.batch ?? 1) - 1) > 1e-6) return null;
  const [low, high] = latency.median_ci95;
  return low > 0 ? [items * 1e9 / high, items * 1e9 / low] : null;
}

export const LATENCY: Measure = {
  key: 'latency', title: 'latency', value: (one) => latencyOf(one)?.median ?? null,
  text: format.duration, unit: 1e6, interval: latencyInterval,
};

export const RATE: Measure = {
  key: 'items_per_second', title: 'items/s', value: (one) => one.items_per_second, text: format.rate,
  unit: 1, interval: rateInterval,
};

export const P99: Measure = {
  key: 'p99', title: 'p99', value: (one) => latencyOf(one)?.p99 ?? null, text: format.duration, unit: 1e6,
};

export const CORE_TIME: Measure = {
  key: 'core_seconds_per_item', title: 'core time/item', value: (one) => one.core_seconds_per_item, text: seconds,
  unit: 1e-3,
};

export const DEVICE_TIME: Measure = {
  key: 'device_seconds_per_item', title: 'device time/item', value: (one) => one.device_seconds_per_item,
  text: seconds, unit: 1e-3,
};

export const PRICE: Measure = {
  key: 'price_per_million_items', title: 'price/million', value: (one) => one.price_per_million_items,
  text: format.rate, unit: 1,
};

const MEASURES: readonly Measure[] = [
  LATENCY, P99, RATE,
  {key: 'flops_per_item', title: 'FLOPs/item', value: (one) => one.flops_per_item, text: format.count, unit: 1e9},
  CORE_TIME, DEVICE_TIME, PRICE,
  {key: 'peak_memory_bytes', title: 'peak memory', value: (one) => one.peak_memory_bytes,
   text: format.bytes, unit: 1e6},
];

/// Those that some case has a value of.
export const measuresOf = (cases: Case[]): Measure[] =>
    MEASURES.filter((measure) => cases.some((one) => measure.value(one) !== null));

/// "12.3 ms (12.1 ms to 12.4 ms)"
export function valueText(measure: Measure, one: Case): string {
  const interval = measure.interval?.(one);
  const text = measure.text(measure.value(one));
  return interval ? `${text} (95 %: ${interval.map(measure.text).join(' to ')})` : text;
}
