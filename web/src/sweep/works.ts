// The works of a sweep, each with its cases and those of them that no other beats: pure.
import type {Best, Case, Sweep} from './data';
import {LATENCY, P99, RATE, type Measure} from './measures';

/// What a bound is on.
export type Bounded = 'median' | 'p99';

export const BOUNDED: Record<Bounded, Measure> = {median: LATENCY, p99: P99};

export interface Setting {
  one: Case;
  time: number;  // what is bounded, in ns
  rate: number;  // items a second
}

export interface Work {
  name: string;
  fronts: Record<Bounded, Setting[]>;  // by rising time, each with more items a second than those before
  cases: Case[];                       // all that were measured
}

/// What an item is: cases with these settings do the same work.
const keyOf = (one: Case): string => JSON.stringify([one.model, one.method, one.resolution, one.input]);

/// What hookstat does by the median, by another measure.
export function frontBy(cases: Case[], measure: Measure): Setting[] {
  const settings = cases.flatMap((one): Setting[] => {
    const [time, rate] = [measure.value(one), RATE.value(one)];
    return time === null || rate === null ? [] : [{one, time, rate}];
  });
  settings.sort((a, b) => a.time - b.time || b.rate - a.rate);
  const front: Setting[] = [];
  for (const setting of settings) {
    if (setting.rate > (front.at(-1)?.rate ?? 0)) front.push(setting);
  }
  return front;
}

export function worksOf({best, cases}: Sweep): Work[] {
  const byId = new Map(cases.map((one) => [one.id, one]));
  const works = new Map<string, Work>();
  const byKey = new Map<string, Work>();
  const settingOf = (one: Case, {latency_ns: time, items_per_second: rate}: Best): Setting => ({one, time, rate});
  for (const setting of best) {
    const one = byId.get(setting.id);
    if (!one) continue;
    const work = works.get(setting.work) ?? {name: setting.work, fronts: {median: [], p99: []}, cases: []};
    works.set(setting.work, work);
    work.fronts.median.push(settingOf(one, setting));
    byKey.set(keyOf(one), work);
  }
  for (const one of cases) {
    if (LATENCY.value(one) !== null && RATE.value(one) !== null) byKey.get(keyOf(one))?.cases.push(one);
  }
  for (const work of works.values()) work.fronts.p99 = frontBy(work.cases, P99);
  return [...works.values()];
}

/// What to take where a call may last so long; undefined where nothing is as quick.
export const bestWithin = (work: Work, bounded: Bounded, boundNs: number): Setting | undefined =>
    work.fronts[bounded].filter(({time}) => time <= boundNs).at(-1);
