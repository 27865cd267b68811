// Tables of the best settings: within a bound, for each bound, and for the least money.
import {el, plainTable, type Column} from '../dom';
import * as format from '../format';
import {labelOf, type Case, type Cheapest, type Sweep} from './data';
import {CORE_TIME, DEVICE_TIME, LATENCY, PRICE, seconds, type Measure} from './measures';
import {reproduce} from './reproduce';
import {BOUNDED, bestWithin, type Bounded, type Setting, type Work} from './works';

const MOST_ROWS = 20;

/// Of all its cases: one that is not measurably quicker than a best setting is none itself.
const quickest = (work: Work, bounded: Bounded): number =>
    Math.min(...work.cases.map((one) => BOUNDED[bounded].value(one) ?? Infinity));

/// The best of each work within the bound; Infinity is none.
export function answers(works: Work[], bounded: Bounded, boundNs: number): HTMLElement {
  const {title} = BOUNDED[bounded];
  const asked = boundNs === Infinity ? 'Best without a bound'
      : `Best within ${format.duration(boundNs)}${bounded === 'p99' ? ' (p99)' : ''}`;
  const best = (work: Work): Setting | undefined => bestWithin(work, bounded, boundNs);
  return plainTable<Work>(asked, [
    {title: 'work', wrap: true, text: ({name}) => name},
    {title: asked, wrap: true, text: (work) => {
      const setting = best(work);
      return setting ? labelOf(setting.one)
          : `none: the quickest takes ${format.duration(quickest(work, bounded))}`;
    }, more: (work) => {
      const setting = best(work);
      return setting ? reproduce(setting.one, false) : null;
    }},
    {title, number: true, text: (work) => format.duration(best(work)?.time)},
    {title: 'items/s', number: true, text: (work) => format.rate(best(work)?.rate)},
  ], works, MOST_ROWS, true);
}

/// Whose item costs least, however long a call of it takes; null where there is no telling.
export function cheapest({cheapest: all, cases}: Sweep): HTMLElement | null {
  const byId = new Map(cases.map((one) => [one.id, one]));
  const rows = all.filter(({id}) => byId.has(id));
  if (rows.length === 0) return null;
  const figure = ({title, value, text}: Measure): Column<Cheapest> => ({
    title, number: true, text: ({id}) => text(value(byId.get(id) as Case)),
  });
  const some = (measure: Measure): boolean => rows.some(({id}) => measure.value(byId.get(id) as Case) !== null);
  const times: Column<Cheapest>[] = [];
  if (rows.some((row) => row.core_seconds_per_item !== null)) {
    times.push({...figure(CORE_TIME), text: (row) => seconds(row.core_seconds_per_item)});
  }
  if (rows.some((row) => row.device_seconds_per_item !== null)) {
    times.push({...figure(DEVICE_TIME), text: (row) => seconds(row.device_seconds_per_item)});
  }
  return el('div', {class: 'cheapest'}, plainTable<Cheapest>('Cheapest item', [
    {title: 'work', wrap: true, text: ({work}) => work},
    {title: 'Cheapest item', wrap: true, text: labelOf, more: ({id}) => reproduce(byId.get(id) as Case, false)},
    ...times, ...[PRICE, LATENCY].filter(some).map(figure),
  ], rows, MOST_ROWS, true));
}

export const fronts = (works: Work[], bounded: Bounded): HTMLElement =>
    el('details', {class: 'fronts'}, el('summary', {}, 'The best setting for each bound'),
       plainTable<Setting & {work: string}>('The best setting for each bound', [
         {title: 'work', wrap: true, text: ({work}) => work},
         {title: 'for a bound from', number: true, text: ({time}) => format.duration(time)},
         {title: 'case', wrap: true, text: ({one}) => labelOf(one)},
         {title: 'items/s', number: true, text: ({rate}) => format.rate(rate)},
       ], works.flatMap(({name, fronts: all}) => all[bounded].map((setting) => ({...setting, work: name}))),
       MOST_ROWS, true));
