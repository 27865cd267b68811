// Numbers as people read them: three significant digits with a unit.

export const UNKNOWN = '–';

function scaled(value: number, base: number, units: readonly string[]): string {
  let step = 0;
  let rest = Math.abs(value);
  while (rest >= base * 0.9995 && step + 1 < units.length) {
    rest /= base;
    step += 1;
  }
  const sign = value < 0 ? '−' : '';
  const digits = rest === 0 || Number.isInteger(rest) && step === 0 ? 0
      : Math.max(0, 2 - Math.floor(Math.log10(rest)));
  return `${sign}${rest.toFixed(Math.min(digits, 4))}${units[step] ?? ''}`;
}

type Number = number | null | undefined;
type Text = (value: Number) => string;

const known = (text: (value: number) => string): Text => (value) =>
    value === null || value === undefined || !Number.isFinite(value) ? UNKNOWN : text(value);

export const duration = known((ns) => scaled(ns, 1000, [' ns', ' µs', ' ms', ' s']));
export const count = known((value) => scaled(value, 1000, ['', 'K', 'M', 'G', 'T', 'P']));
export const bytes = known((value) => scaled(value, 1000, [' B', ' kB', ' MB', ' GB', ' TB']));
export const speed = known((value) => scaled(value, 1000, [' ', ' K', ' M', ' G', ' T', ' P']) + 'FLOP/s');
export const gflops = known((value) => (value / 1e9).toPrecision(3).replace(/\.?0+$/, '') || '0');
export const percent = known((value) => value.toFixed(2));
export const signedPercent = known((value) => `${value > 0 ? '+' : ''}${value.toFixed(1)} %`);
export const whole = known((value) => value.toLocaleString('en'));
/// Three digits, or all before the point.
export const rate = known((value) => Math.abs(value) >= 1000 ? whole(Math.round(value))
    : String(Number(value.toPrecision(3))));
export const shape = (sizes: number[]): string => sizes.length === 0 ? 'scalar' : sizes.join('×');

/// "2 h 5 min": of what people wait for.
export function longTime(seconds: number): string {
  if (seconds < 120) return duration(seconds * 1e9);
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
