// What was swept, what became of it, and the span of what came out.
import {el} from '../dom';
import * as format from '../format';
import {facts, figure} from '../headline';
import {LATENCY, RATE, type Measure} from './measures';
import {settingOf, type Axis, type Best, type Case, type Sweep} from './data';

const MOST_NAMES = 8;

/// "a (12), b (3)": what there is most of comes first.
function counted(names: string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const left = sorted.length - MOST_NAMES;
  return sorted.slice(0, MOST_NAMES).map(([name, count]) => `${name} (${format.whole(count)})`).join(', ') +
      (left > 0 ? `, and ${left} more` : '');
}

/// Each work's best, from the lowest to the highest.
function span(measure: Measure, bests: number[]): [string, string] {
  const [low, high] = [Math.min(...bests), Math.max(...bests)].map(measure.text);
  if (bests.length === 0) return [format.UNKNOWN, ''];
  return [low === high ? low ?? '' : `${low} to ${high}`, bests.length > 1 ? `of ${bests.length} works` : ''];
}

function bestOf(best: Best[], better: (a: Best, b: Best) => boolean): Best[] {
  const kept = new Map<string, Best>();
  for (const one of best) {
    const other = kept.get(one.work);
    if (!other || better(one, other)) kept.set(one.work, one);
  }
  return [...kept.values()];
}

function figures({cases, best}: Sweep): HTMLElement[] {
  const count = (...of: Case['status'][]): number => cases.filter(({status}) => of.includes(status)).length;
  const [failed, crashed, timeout] = [count('failed'), count('crashed'), count('timeout')];
  const seconds = cases.reduce((sum, one) => sum + (one.seconds ?? 0), 0);
  const quickest = bestOf(best, (a, b) => a.latency_ns < b.latency_ns).map((one) => one.latency_ns);
  const most = bestOf(best, (a, b) => a.items_per_second > b.items_per_second)
      .map((one) => one.items_per_second);
  return [
    figure('Cases', format.whole(cases.length), `${format.whole(count('ok'))} ok`),
    figure('Failed', format.whole(failed + crashed + timeout),
           [[failed, 'failed'], [crashed, 'crashed'], [timeout, 'timeout']]
               .filter(([number]) => number !== 0).map((pair) => pair.join(' ')).join(', ')),
    figure('Missing', format.whole(count('missing')), count('missing') > 0 ? 'not run to the end' : ''),
    figure('Lowest latency', ...span(LATENCY, quickest)),
    figure('Most items a second', ...span(RATE, most)),
    figure('Cases took', seconds > 0 ? format.longTime(seconds) : format.UNKNOWN, 'one after another'),
  ];
}

function valuesOf(cases: Case[], axis: Axis): string {
  const values = [...new Set(cases.map((one) => settingOf(one, axis) ?? '(none)'))];
  const left = values.length - MOST_NAMES;
  return values.slice(0, MOST_NAMES).join(', ') + (left > 0 ? `, and ${left} more` : '');
}

export function headline(sweep: Sweep): HTMLElement {
  const {cases, axes, tool} = sweep;
  const known = (texts: string[]): string[] => texts.filter((text) => text !== '');
  const machines = known(cases.map((one) => one.machine));
  const hosts = known(cases.map((one) => one.host));
  const kinds = new Set(machines).size;
  const name = sweep.plan.split('/').pop() || 'plan';
  return el('header', {id: 'headline'},
      el('h1', {}, 'Sweep of ', el('code', {}, name)),
      el('p', {class: 'about'}, 'A case is a model with one setting of each axis. An item is one of its ' +
          'batch, an image as a rule; without a batch it is a call. Latency is the median of a call.'),
      el('dl', {class: 'figures'}, ...figures(sweep)),
      kinds > 1 ? el('p', {class: 'about'}, `The cases ran on ${kinds} kinds of machines: settings compare ` +
          'within one.') : null,
      facts([
        ['Machines', counted(machines)], ['Hosts', new Set(hosts).size > 1 ? counted(hosts) : hosts[0] ?? ''],
        ...axes.map((axis): [string, string] => [`By ${axis}`, valuesOf(cases, axis)]),
        ['Price', sweep.price_per_hour === null ? '' : `${format.rate(sweep.price_per_hour)} an hour of a machine`],
        ['With', `${tool.name} ${tool.version}`],
      ]));
}
