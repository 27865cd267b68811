// The best setting for a bound of the latency, and the front that it is on.
import {chart, tooltip, type Colors} from '../charts';
import {el, picker, plainTable, section} from '../dom';
import * as format from '../format';
import {describe} from './curves';
import {labelOf, type Best, type Case, type Sweep} from './data';
import {axisFor, colorOf, legend, symbolOf} from './lines';
import {LATENCY, RATE} from './measures';

const FEW_WORKS = 6;  // that one chart shows to begin with
const MOST_ROWS = 20;

interface Work {
  name: string;
  front: Best[];  // by rising latency
  cases: Case[];  // all that were measured
}

/// What an item is: cases with these settings do the same work.
const keyOf = (one: Case): string => JSON.stringify([one.model, one.method, one.resolution, one.input]);

export function worksOf({best, cases}: Sweep): Work[] {
  const byId = new Map(cases.map((one) => [one.id, one]));
  const works = new Map<string, Work>();
  const byKey = new Map<string, Work>();
  for (const setting of best) {
    const work = works.get(setting.work) ?? {name: setting.work, front: [], cases: []};
    works.set(setting.work, work);
    work.front.push(setting);
    const one = byId.get(setting.id);
    if (one) byKey.set(keyOf(one), work);
  }
  for (const one of cases) {
    if (LATENCY.value(one) !== null && RATE.value(one) !== null) byKey.get(keyOf(one))?.cases.push(one);
  }
  return [...works.values()];
}

/// What to take where a call may last so long; undefined where nothing is as quick.
export const bestWithin = ({front}: Work, boundNs: number): Best | undefined =>
    front.filter((setting) => setting.latency_ns <= boundNs).at(-1);

/// Its points; after the last one, whatever the bound, that is the best.
function frontLine(front: Best[], slowestNs: number): object[] {
  const points = front.map((best) => [best.latency_ns / LATENCY.unit, best.items_per_second]);
  const last = front.at(-1);
  const end = {value: [slowestNs / LATENCY.unit, last?.items_per_second], symbol: 'none'};
  return last && slowestNs > last.latency_ns ? [...points, end] : points;
}

class BestSettings {
  readonly element: HTMLElement;
  private readonly works: Work[];
  private readonly byId: Map<string, Case>;
  private readonly answers = el('div', {class: 'answers', 'aria-live': 'polite'});
  private readonly picture;
  private shown: Work[];
  private boundNs = Infinity;
  private readonly bound = el('input', {type: 'number', min: 0, step: 'any', placeholder: 'any',
                                        input: () => this.limit()});

  constructor(sweep: Sweep, select: (one: Case) => void) {
    this.works = worksOf(sweep);
    this.byId = new Map(sweep.cases.map((one) => [one.id, one]));
    this.shown = this.works.length <= FEW_WORKS ? this.works : this.works.slice(0, 1);
    this.picture = chart({
      label: 'Items a second against latency, with the best settings joined; the tables have the numbers',
      height: 420,
      option: (c) => this.option(c),
      points: () => this.stops().length,
      place: (index) => this.stops()[index] ?? {seriesIndex: 0, dataIndex: 0},
      choose: (index, _, series) => {
        const one = series === undefined ? this.byId.get(this.stops()[index]?.id ?? '')
            : this.caseAt(series, index);
        if (one) select(one);
      },
    });
    this.element = section('best', 'Best settings',
        'The line joins the settings that no other beats: the most items a second that a bound of the ' +
            'latency allows. A click on a point shows its row.',
        this.controls(), this.answers, this.picture.element, this.fronts());
    this.limit();
  }

  private controls(): HTMLElement {
    const several = this.works.length > 1;
    return el('div', {class: 'controls'}, el('label', {}, 'At most ', this.bound, ' ms'),
        several ? picker('Chart of', [['all', 'all works'], ...this.works.map(({name}, index): [string, string] =>
            [String(index), name])], this.shown.length > 1 ? 'all' : '0', (index) => {
          this.shown = index === 'all' ? this.works : this.works.slice(Number(index), Number(index) + 1);
          this.picture.draw();
        }) : null);
  }

  private limit(): void {
    const ms = this.bound.valueAsNumber;
    this.boundNs = ms > 0 ? ms * 1e6 : Infinity;
    const asked = this.boundNs < Infinity ? `Best within ${format.duration(this.boundNs)}` : 'Best without a bound';
    this.answers.replaceChildren(plainTable<Work>(asked, [
      {title: 'work', text: ({name}) => name},
      {title: asked, text: (work) => {
        const best = bestWithin(work, this.boundNs);
        return best ? labelOf(best) : `none: the quickest takes ${format.duration(work.front[0]?.latency_ns)}`;
      }},
      {title: 'latency', number: true, text: (work) => format.duration(bestWithin(work, this.boundNs)?.latency_ns)},
      {title: 'items/s', number: true, text: (work) => format.rate(bestWithin(work, this.boundNs)?.items_per_second)},
    ], this.works, MOST_ROWS));
    this.picture.draw();
  }

  private fronts(): HTMLElement {
    return el('details', {}, el('summary', {}, 'The best setting for each bound'),
        plainTable<Best>('The best setting for each bound', [
          {title: 'work', text: ({work}) => work},
          {title: 'for a bound from', number: true, text: (best) => format.duration(best.latency_ns)},
          {title: 'case', text: labelOf},
          {title: 'items/s', number: true, text: (best) => format.rate(best.items_per_second)},
        ], this.works.flatMap(({front}) => front), MOST_ROWS));
  }

  /// Fronts are the first series, then come all cases, in the order of works.
  private caseAt(series: number, index: number): Case | undefined {
    const count = this.shown.length;
    return series < count ? this.byId.get(this.shown[series]?.front[index]?.id ?? '')
        : this.shown[series - count]?.cases[index];
  }

  private stops(): {id: string; seriesIndex: number; dataIndex: number}[] {
    return this.shown.flatMap(({front}, seriesIndex) =>
        front.map(({id}, dataIndex) => ({id, seriesIndex, dataIndex})));
  }

  private option(c: Colors): Record<string, unknown> {
    const cases = this.shown.flatMap((work) => work.cases);
    const latency = (one: Case): number => LATENCY.value(one) ?? 0;
    const slowest = cases.reduce((most, one) => Math.max(most, latency(one)), 0);
    const rate = (one: Case): number => RATE.value(one) ?? 0;
    const bound = this.boundNs === Infinity ? {} : {markLine: {
      silent: true, symbol: 'none', lineStyle: {color: c.bad}, animation: false,
      label: {color: c.bad, formatter: `at most ${format.duration(this.boundNs)}`},
      data: [{xAxis: this.boundNs / LATENCY.unit}]}};
    return {
      grid: {left: 8, right: 24, top: 60, bottom: 36, containLabel: true},
      legend: legend(c, this.shown.map(({name}) => name)),
      tooltip: {...tooltip(c), formatter: (point: {seriesIndex: number; dataIndex: number}) => {
        const one = this.caseAt(point.seriesIndex, point.dataIndex);
        return one ? describe(one) : '';
      }},
      xAxis: {...axisFor(c, cases.map(latency), {name: 'latency', unit: LATENCY.unit, text: LATENCY.text}),
              nameLocation: 'middle', nameGap: 26},
      yAxis: {...axisFor(c, cases.map(rate), {name: 'items/s', unit: 1, text: RATE.text}),
              nameTextStyle: {color: c.soft, align: 'left'}},
      series: [
        ...this.shown.map(({front}, index) => ({
          type: 'line', name: String(index), step: 'end', symbol: symbolOf(index), symbolSize: 10,
          showAllSymbol: true, lineStyle: {color: colorOf(index), width: 2}, z: 4,
          itemStyle: {color: colorOf(index)}, emphasis: {scale: 1.6},
          data: frontLine(front, slowest),
          ...(index === 0 ? bound : {}),
        })),
        ...this.shown.map((work, index) => ({
          type: 'scatter', name: String(index), symbol: symbolOf(index), symbolSize: 6, z: 2,
          itemStyle: {color: colorOf(index), opacity: 0.45},
          data: work.cases.map((one) => [latency(one) / LATENCY.unit, rate(one)]),
        })),
      ],
    };
  }
}

export const best = (sweep: Sweep, select: (one: Case) => void): HTMLElement | null =>
    sweep.best.length === 0 ? null : new BestSettings(sweep, select).element;
