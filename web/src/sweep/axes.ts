// Axes of charts for what spans decades, with ticks that read well.
import {axis, type Colors} from '../charts';

const LOG_FROM = 10;
const MOST_TICKS = 10;
const EDGE = 1e-9;  // a logarithm and back must not lose the outermost tick

export interface Scale {
  name: string;
  unit: number;  // the axis counts in it
  text: (value: number) => string;
  logFrom?: number;   // how often the lowest value the highest must be for a logarithm
  base?: 2 | 10;      // of the logarithm: 2 for what is doubled from value to value
  scale?: boolean;    // need not begin at 0
  onlyWhole?: boolean;
}

/// Neat values from the last that is at most `low` to the first that is at least `high`: 1, 2, 5, 10 where the range
/// is short, else powers of the base, every so many that there are not too many.
export function ticksOf(low: number, high: number, base: 2 | 10): number[] {
  const first = Math.floor(Math.log(low) / Math.log(base) + EDGE);
  const last = Math.ceil(Math.log(high) / Math.log(base) - EDGE);
  const parts = base === 10 && 3 * (last - first) <= MOST_TICKS ? [1, 2, 5] : [1];
  const step = Math.ceil((last - first + 1) / MOST_TICKS);
  const all: number[] = [];
  for (let power = first; power < last + step; power += step) {
    // A negative power of 10 would not be exact: 0.2, not 0.20000000000000001.
    all.push(...parts.map((part) => power < 0 ? part / base ** -power : part * base ** power));
  }
  const from = all.filter((tick) => tick <= low * (1 + EDGE)).length - 1;
  const to = all.findIndex((tick) => tick >= high * (1 - EDGE));
  return all.slice(Math.max(from, 0), to < 0 ? all.length : to + 1);
}

/// "20 µs" of "20.0 µs".
export const tickText = (text: string): string => text.replace(/(\.\d*?)0+(?!\d)/, '$1').replace(/\.(?!\d)/, '');

/// An axis for these values, which are not yet in its unit. Its outermost labels stay within its ends, where those of
/// the other axis are not.
export function axisFor(c: Colors, values: number[], scale: Scale, isUpright: boolean): Record<string, unknown> {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value / scale.unit);
    high = Math.max(high, value / scale.unit);
  }
  const isLog = low > 0 && high / low >= (scale.logFrom ?? LOG_FROM);
  const ticks = isLog ? ticksOf(low, high, scale.base ?? 10) : [];
  const within = isUpright ? {verticalAlignMinLabel: 'bottom'} : {alignMinLabel: 'left', alignMaxLabel: 'right'};
  return axis(c, {
    type: isLog ? 'log' : 'value', name: scale.name, scale: scale.scale ?? false,
    ...(scale.onlyWhole && !isLog ? {minInterval: 1} : {}),
    ...(isLog ? {logBase: scale.base ?? 10, min: (ticks[0] ?? low) * (1 - EDGE),
                 max: (ticks.at(-1) ?? high) * (1 + EDGE),
                 axisTick: {customValues: ticks, lineStyle: {color: c.line}}} : {}),
    axisLabel: {color: c.soft, hideOverlap: true, ...within, ...(isLog ? {customValues: ticks} : {}),
                formatter: (value: number) => value === 0 ? '0' : tickText(scale.text(value * scale.unit))},
  });
}
