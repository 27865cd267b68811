// How a figure goes along one axis: a line for each combination of the others.
import {chart, tip} from '../charts';
import {el, picker, section} from '../dom';
import * as format from '../format';
import {labelOf, settingOf, type Axis, type Case, type Sweep} from './data';
import {linePlot, stops, type Line, type Point} from './lines';
import {LATENCY, measuresOf, P99, RATE, valueText, type Measure} from './measures';
import {Plot} from './plot';

type Numeric = 'batch' | 'threads' | 'resolution';

const NUMERIC: readonly Numeric[] = ['batch', 'threads', 'resolution'];
const FEW_LINES = 10;    // to begin with
const MOST_LINES = 60;   // that are drawn
const NONE = '(none)';
const X_LOG_FROM = 4;

export interface CasePoint extends Point {
  one: Case;
}

/// Values of axes that the cases must have; an axis that is not there may have any.
export type Filters = Map<Axis, string>;

const valueOf = (one: Case, axis: Axis): string => settingOf(one, axis) ?? NONE;

export const valuesOf = (cases: Case[], axis: Axis): string[] =>
    [...new Set(cases.map((one) => valueOf(one, axis)))];

const chosen = (cases: Case[], filters: Filters): Case[] =>
    cases.filter((one) => [...filters].every(([axis, value]) => valueOf(one, axis) === value));

/// Lines along `x`, named by what tells them apart.
export function linesOf(cases: Case[], others: Axis[], x: Numeric, measure: Measure): Line<CasePoint>[] {
  const varied = others.filter((axis) => valuesOf(cases, axis).length > 1);
  const lines = new Map<string, Line<CasePoint>>();
  for (const one of cases) {
    const at = one[x];
    const y = measure.value(one);
    if (at === null || y === null) continue;
    const key = JSON.stringify(others.map((axis) => one[axis]));
    const name = varied.map((axis) => settingOf(one, axis)).filter((text) => text !== null).join(', ');
    const line = lines.get(key) ?? {name: name || one.model || measure.title, points: []};
    lines.set(key, line);
    line.points.push({x: at, y, interval: measure.interval?.(one) ?? null, one});
  }
  for (const line of lines.values()) line.points.sort((a, b) => a.x - b.x);
  return [...lines.values()];
}

/// So many axes held to one value that few lines are left; those with most values first.
export function startFilters(cases: Case[], others: Axis[], x: Numeric): Filters {
  const filters: Filters = new Map();
  let left = cases.filter((one) => one[x] !== null);
  while (linesOf(left, others, x, LATENCY).length > FEW_LINES) {
    const counts = others.map((axis): [Axis, string[]] => [axis, valuesOf(left, axis)]);
    const [axis, values] = counts.reduce((a, b) => b[1].length > a[1].length ? b : a);
    if (values.length < 2) break;
    filters.set(axis, values[0] ?? NONE);
    left = chosen(left, filters);
  }
  return filters;
}

export const describe = (one: Case): HTMLElement => tip(labelOf(one),
    valueText(LATENCY, one), `${valueText(RATE, one)} items a second`,
    P99.value(one) === null ? '' : `p99 ${valueText(P99, one)}`,
    one.actual_threads !== null && one.actual_threads !== one.threads
        ? `ran with ${one.actual_threads} threads` : '');

class Curves {
  readonly element: HTMLElement;
  private readonly measured: Case[];
  private readonly measures: Measure[];
  private readonly status = el('p', {class: 'about', role: 'status'});
  private readonly pickers = el('span', {class: 'pickers'});
  private readonly plot;
  private filters: Filters = new Map();
  private lines: Line<CasePoint>[] = [];
  private measure: Measure;

  constructor(private readonly sweep: Sweep, private readonly axes: Numeric[], private x: Numeric,
              select: (one: Case) => void) {
    this.measured = sweep.cases.filter((one) => LATENCY.value(one) !== null);
    this.measures = measuresOf(this.measured);
    this.measure = LATENCY;
    const stop = (index: number) => stops(this.lines)[index];
    this.plot = new Plot(chart({
      label: 'Figures along an axis of the sweep; the table of cases has the numbers',
      height: 440,
      isFitted: true,
      option: (c, width) => linePlot(c, width, {
        lines: this.lines, describe: (_, {one}) => describe(one),
        x: {name: this.x, unit: 1, text: format.whole, logFrom: X_LOG_FROM, base: 2, scale: true, onlyWhole: true},
        y: {name: this.measure.title, unit: this.measure.unit, text: this.measure.text},
      }),
      points: () => stops(this.lines).length,
      place: (index) => stop(index) ?? {seriesIndex: 0, dataIndex: 0},
      choose: (index, _, series) => {
        const point = series === undefined ? stop(index)?.point : this.lines[series]?.points[index];
        if (point) select(point.one);
      },
    }));
    this.element = section('curves', 'Along an axis', 'Medians with their 95 % intervals. A click on a ' +
        'point shows its row, one on a name hides its line.', this.controls(), this.status, this.plot.element);
    this.restart();
  }

  private controls(): HTMLElement {
    return el('div', {class: 'controls'},
        picker('Show', this.measures.map(({key, title}) => [key, title]), this.measure.key, (key) => {
          this.measure = this.measures.find((measure) => measure.key === key) ?? LATENCY;
          this.update();
        }),
        picker('along', this.axes.map((axis) => [axis, axis]), this.x, (axis) => {
          this.x = axis as Numeric;
          this.restart();
        }), this.pickers);
  }

  private readonly others = (): Axis[] => this.sweep.axes.filter((axis) => axis !== this.x);

  /// Another axis: other lines, so other choices.
  private restart(): void {
    const others = this.others();
    this.filters = startFilters(this.measured, others, this.x);
    this.pickers.replaceChildren(...others.map((axis) => {
      const values = valuesOf(this.measured, axis);
      const at = values.indexOf(this.filters.get(axis) ?? '\0');
      return picker(axis, [['all', 'all'], ...values.map((value, index): [string, string] =>
          [String(index), value])], at < 0 ? 'all' : String(at), (index) => {
        if (index === 'all') this.filters.delete(axis);
        else this.filters.set(axis, values[Number(index)] ?? NONE);
        this.update();
      });
    }));
    this.update();
  }

  private update(): void {
    const all = linesOf(chosen(this.measured, this.filters), this.others(), this.x, this.measure);
    this.lines = all.slice(0, MOST_LINES);
    const held = [...this.filters.values()].join(', ');
    this.status.textContent = `${this.measure.title} along ${this.x}${held ? ` for ${held}` : ''}: ` +
        (all.length > MOST_LINES ? `the first ${MOST_LINES} of ${all.length} lines; hold more axes to a value.`
         : all.length === 1 ? '1 line.' : `${all.length} lines.`);
    this.plot.draw(stops(this.lines).length);
  }
}

export function curves(sweep: Sweep, select: (one: Case) => void): HTMLElement | null {
  const measured = sweep.cases.filter((one) => LATENCY.value(one) !== null);
  const axes = NUMERIC.filter((axis) => sweep.axes.includes(axis) &&
      new Set(measured.map((one) => one[axis]).filter((value) => value !== null)).size > 1);
  const [first] = axes;
  return first === undefined ? null : new Curves(sweep, axes, first, select).element;
}
