// What was swept, what became of it, and the span of what came out.
import {el} from '../dom';
import * as format from '../format';
import {facts, figure} from '../headline';
import {LATENCY, RATE, type Measure} from './measures';
import type {Shown} from './cases';
import {machineOf, settingOf, type Axis, type Best, type Case, type Sweep} from './data';

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
  // A number stays with its unit where the line ends.
  const [low, high] = [Math.min(...bests), Math.max(...bests)].map((best) => measure.text(best).replace(' ', '\u00a0'));
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

/// "19 cases with warnings: noisy 15, drift 4", and a button that shows them.
function warnings({cases}: Sweep, show: (which: Shown) => void): HTMLElement | null {
  const warned = cases.filter((one) => one.warnings.length > 0);
  if (warned.length === 0) return null;
  const counts = new Map<string, number>();
  for (const code of warned.flatMap((one) => [...new Set(one.warnings)])) counts.set(code, (counts.get(code) ?? 0) + 1);
  const codes = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_NAMES);
  const left = counts.size - codes.length;
  return el('p', {class: 'about warned'},
      el('b', {}, `${format.whole(warned.length)} case${warned.length === 1 ? '' : 's'} with warnings`),
      `: ${codes.map(([code, count]) => `${code} ${format.whole(count)}`).join(', ')}` +
          `${left > 0 ? `, and ${left} more` : ''}. `,
      el('button', {type: 'button', click: () => show('with warnings')}, 'Show in the table'));
}

/// "2026-11-27 09:25:39 to 09:31:02 UTC": when the first and the last case began.
function times(cases: Case[]): string {
  const starts = cases.map((one) => Date.parse(one.started)).filter((time) => !Number.isNaN(time));
  if (starts.length === 0) return '';
  const [first, last] = [starts.reduce((a, b) => Math.min(a, b)), starts.reduce((a, b) => Math.max(a, b))]
      .map((time) => new Date(time).toISOString().slice(0, 19).split('T')) as [string[], string[]];
  const [day, start] = first;
  const end = last[0] === day ? last[1] : last.join(' ');
  return start === end ? `${day} ${start} UTC` : `${day} ${start} to ${end} UTC`;
}

export function headline(sweep: Sweep, show: (which: Shown) => void): HTMLElement {
  const {cases, axes, tool} = sweep;
  const known = (texts: string[]): string[] => texts.filter((text) => text !== '');
  const machines = known(cases.map(machineOf));
  const versions = known(cases.map((one) => one.libtorch_version));
  const hosts = known(cases.map((one) => one.host));
  const isLoaded = cases.some((one) => one.arguments.some((word) => word.startsWith('--concurrency')));
  const name = sweep.plan.split('/').pop() || 'plan';
  return el('header', {id: 'headline'},
      el('h1', {}, 'Sweep of ', el('code', {}, name)),
      el('p', {class: 'about'}, 'A case is a model with one setting of each axis. An item is one of its ' +
          'batch, an image as a rule; without a batch it is a call. Latency is the median of a call' +
          (isLoaded ? ', with the option concurrency of one while all callers call.' : '.')),
      el('dl', {class: 'figures'}, ...figures(sweep)), warnings(sweep, show),
      facts([
        ['Machines', counted(machines)], ['Hosts', new Set(hosts).size > 1 ? counted(hosts) : hosts[0] ?? ''],
        ...axes.map((axis): [string, string] => [`By ${axis}`, valuesOf(cases, axis)]),
        ['Price', sweep.price_per_hour === null ? '' : `${format.rate(sweep.price_per_hour)} an hour of a machine`],
        ['Cases began', times(cases)],
        ['LibTorch', new Set(versions).size > 1 ? counted(versions) : versions[0] ?? ''],
        ['With', `${tool.name} ${tool.version}`],
      ]));
}
