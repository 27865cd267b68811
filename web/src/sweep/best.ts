// The best setting for a bound of the latency, and the front that it is on.
import {chart, tooltip, type Colors} from '../charts';
import {el, picker, section} from '../dom';
import * as format from '../format';
import {answers, cheapest, fronts} from './answers';
import {axisFor} from './axes';
import {describe} from './curves';
import type {Case, Sweep} from './data';
import {legend} from './legend';
import {colorOf, symbolOf} from './lines';
import {RATE} from './measures';
import {Plot} from './plot';
import {BOUNDED, worksOf, type Bounded, type Setting, type Work} from './works';

const FEW_WORKS = 6;  // that one chart shows to begin with

/// Its points; after the last one, whatever the bound, that is the best.
function frontLine(front: Setting[], slowestNs: number, unit: number): object[] {
  const points = front.map(({time, rate}) => [time / unit, rate]);
  const last = front.at(-1);
  const end = {value: [slowestNs / unit, last?.rate], symbol: 'none'};
  return last && slowestNs > last.time ? [...points, end] : points;
}

class BestSettings {
  readonly element: HTMLElement;
  private readonly works: Work[];
  private readonly answers = el('div', {class: 'answers', 'aria-live': 'polite'});
  private readonly fronts = el('div');
  private readonly plot;
  private shown: Work[];
  private bounded: Bounded = 'median';
  private boundNs = Infinity;
  private readonly bound = el('input', {type: 'number', min: 0, step: 'any', placeholder: 'any',
                                        input: () => this.limit()});

  constructor(sweep: Sweep, select: (one: Case) => void) {
    this.works = worksOf(sweep);
    this.shown = this.works.length <= FEW_WORKS ? this.works : this.works.slice(0, 1);
    this.plot = new Plot(chart({
      label: 'Items a second against latency, with the best settings joined; the tables have the numbers',
      height: 420,
      isFitted: true,
      option: (c, width) => this.option(c, width),
      points: () => this.stops().length,
      place: (index) => this.stops()[index] ?? {seriesIndex: 0, dataIndex: 0},
      choose: (index, _, series) => {
        const one = series === undefined ? this.stops()[index]?.one : this.caseAt(series, index);
        if (one) select(one);
      },
    }));
    this.element = section('best', 'Best settings',
        'No other setting of the work beats these: they give the most items a second that a bound of the latency ' +
            'allows. The line of the chart joins them; a click on a point shows its row.',
        this.controls(), this.answers, cheapest(sweep), this.plot.element, this.fronts);
    this.rebound();
  }

  private controls(): HTMLElement {
    const works = this.works.map(({name}, index): [string, string] => [String(index), name]);
    return el('div', {class: 'controls'}, el('label', {}, 'At most ', this.bound, ' ms'),
        picker('bound on', [['median', 'median'], ['p99', 'p99']], this.bounded, (bounded) => {
          this.bounded = bounded as Bounded;
          this.rebound();
        }),
        works.length > 1 ? picker('Chart of', [['all', 'all works'], ...works],
                                  this.shown.length > 1 ? 'all' : '0', (index) => {
          this.shown = index === 'all' ? this.works : this.works.slice(Number(index), Number(index) + 1);
          this.draw();
        }) : null);
  }

  /// The bound is on something else: other settings are best.
  private rebound(): void {
    this.fronts.replaceChildren(fronts(this.works, this.bounded));
    this.limit();
  }

  private limit(): void {
    const ms = this.bound.valueAsNumber;
    this.boundNs = ms > 0 ? ms * 1e6 : Infinity;
    this.answers.replaceChildren(answers(this.works, this.bounded, this.boundNs));
    this.draw();
  }

  private draw(): void {
    this.plot.draw(this.shown.reduce((sum, {cases}) => sum + cases.length, 0));
  }

  /// Fronts are the first series, then come all cases, in the order of works.
  private caseAt(series: number, index: number): Case | undefined {
    const count = this.shown.length;
    return series < count ? this.shown[series]?.fronts[this.bounded][index]?.one
        : this.shown[series - count]?.cases[index];
  }

  private stops(): {one: Case; seriesIndex: number; dataIndex: number}[] {
    return this.shown.flatMap(({fronts: all}, seriesIndex) =>
        all[this.bounded].map(({one}, dataIndex) => ({one, seriesIndex, dataIndex})));
  }

  private limitLine(c: Colors): Record<string, unknown> {
    return this.boundNs === Infinity ? {} : {markLine: {
      silent: true, symbol: 'none', lineStyle: {color: c.bad}, animation: false,
      label: {color: c.bad, formatter: `at most ${format.duration(this.boundNs)}`},
      data: [{xAxis: this.boundNs / BOUNDED[this.bounded].unit}]}};
  }

  private series(c: Colors, slowestNs: number): object[] {
    const measure = BOUNDED[this.bounded];
    return [
      ...this.shown.map(({fronts: all}, index) => ({
        type: 'line', name: String(index), step: 'end', symbol: symbolOf(index), symbolSize: 10,
        showAllSymbol: true, lineStyle: {color: colorOf(index), width: 2}, z: 4,
        itemStyle: {color: colorOf(index)}, emphasis: {scale: 1.6},
        data: frontLine(all[this.bounded], slowestNs, measure.unit),
        ...(index === 0 ? this.limitLine(c) : {}),
      })),
      // Hollow, not faint: as easy to see as those on the front.
      ...this.shown.map(({cases}, index) => ({
        type: 'scatter', name: String(index), symbol: symbolOf(index), symbolSize: 6, z: 2,
        itemStyle: {color: c.card, borderColor: colorOf(index), borderWidth: 1.5, opacity: 1},
        data: cases.map((one) => {
          const time = measure.value(one);
          return [time === null ? null : time / measure.unit, RATE.value(one)];
        }),
      })),
    ];
  }

  private option(c: Colors, width: number): Record<string, unknown> {
    const cases = this.shown.flatMap((work) => work.cases);
    const measure = BOUNDED[this.bounded];
    const known = (values: (number | null)[]): number[] => values.filter((value) => value !== null);
    const times = known(cases.map(measure.value));
    const names = legend(c, this.shown.map(({name}) => name), width);
    return {
      grid: {left: 8, right: 24, top: names.height + 38, bottom: 36, containLabel: true},
      legend: names.option,
      tooltip: {...tooltip(c), formatter: (point: {seriesIndex: number; dataIndex: number}) => {
        const one = this.caseAt(point.seriesIndex, point.dataIndex);
        return one ? describe(one) : '';
      }},
      xAxis: {...axisFor(c, times, {name: measure.title, unit: measure.unit, text: measure.text}, false),
              nameLocation: 'middle', nameGap: 26},
      yAxis: {...axisFor(c, known(cases.map(RATE.value)), {name: 'items/s', unit: 1, text: RATE.text}, true),
              nameTextStyle: {color: c.soft, align: 'left'}},
      series: this.series(c, times.reduce((most, time) => Math.max(most, time), 0)),
    };
  }
}

export const best = (sweep: Sweep, select: (one: Case) => void): HTMLElement | null =>
    sweep.best.length === 0 ? null : new BestSettings(sweep, select).element;
