// Which layers stop scaling first, along threads or along the batch.
import {chart, tip, type Colors} from '../charts';
import {nameOf} from '../data';
import {choice, el, picker, plainTable, section, type Column} from '../dom';
import * as format from '../format';
import type {Scaling, ScalingModule, Sweep} from './data';
import {colorOf, linePlot, stops, type Line, type Point} from './lines';

type Axis = Scaling['axis'];

const MOST_LINES = 7;
const MOST_ROWS = 20;
const LEAST_PERCENT = 1;
const LOG_FROM = 4;

const ABOUT: Record<Axis, string> = {
  threads: 'How many times as fast a call is as with the fewest threads. A value no longer pays where it ' +
      'gives less than half of what its threads could.',
  batch: 'How many times as many items a second as with the smallest batch; at the ideal a call would take ' +
      'no longer. A value no longer pays where an item gets less than 5 % quicker.',
};

const gainText = (gain: number | null | undefined): string =>
    gain === null || gain === undefined ? format.UNKNOWN : gain.toFixed(2);

const isLarge = ({percent}: ScalingModule): boolean => percent === null || percent >= LEAST_PERCENT;

/// Of the model as a whole, as of a module.
function gainsOfAll({axis, values, latency_ns: times}: Scaling): (number | null)[] {
  const [first, start] = [times[0] ?? 0, values[0] ?? 1];
  return times.map((time, index) => first > 0 && time > 0
      ? first / time * (axis === 'batch' ? (values[index] ?? start) / start : 1) : null);
}

const pointsOf = (values: number[], gains: (number | null)[]): Point[] => values.flatMap((x, index) => {
  const y = gains[index] ?? null;
  return y === null ? [] : [{x, y, interval: null}];
});

/// The modules with most time, beside the whole model and the ideal.
export function linesOf(scaling: Scaling, c: Pick<Colors, 'text' | 'soft'>): Line<Point>[] {
  const {values} = scaling;
  const start = values[0] ?? 1;
  const most = [...scaling.modules].sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0)).slice(0, MOST_LINES);
  return [
    {name: 'ideal', color: c.soft, isDashed: true, points: pointsOf(values, values.map((value) => value / start))},
    {name: 'whole call', color: c.text, points: pointsOf(values, gainsOfAll(scaling))},
    ...most.map((module, index): Line<Point> => ({
      name: `${nameOf(module)} (${module.class})`, color: colorOf(index), points: pointsOf(values, module.gain)})),
  ];
}

const columnsOf = ({axis, values}: Scaling): Column<ScalingModule>[] => [
  {title: 'module', text: nameOf},
  {title: 'class', text: (module) => module.class},
  {title: '% of the time', number: true, text: ({percent}) => format.percent(percent)},
  ...values.map((value, index): Column<ScalingModule> => ({
    title: `${axis} ${value}`, number: true, text: ({time_ns}) => format.duration(time_ns[index]),
  })),
  {title: 'gain at the last', number: true, text: ({gain}) => gainText(gain[values.length - 1])},
  {title: 'stops at', number: true, text: ({stops_at: at}) => at === null ? 'all pay' : String(at)},
];

class ScalingView {
  readonly element: HTMLElement;
  private readonly about = el('p', {class: 'about', role: 'status'});
  private readonly list = el('div');
  private readonly titles = el('span', {class: 'pickers'});
  private readonly picture;
  private lines: Line<Point>[] = [];
  private all = false;

  constructor(private readonly scalings: Scaling[], private current: Scaling) {
    this.picture = chart({
      label: 'Gain of the modules with most time against the ideal; the table below has the numbers',
      height: 420,
      isFitted: true,
      option: (c, width) => this.option(c, width),
      points: () => stops(this.lines).length,
      place: (index) => stops(this.lines)[index] ?? {seriesIndex: 0, dataIndex: 0},
    });
    this.element = section('scaling', 'Layers that stop scaling', '', this.controls(), this.about,
                           this.picture.element, this.list);
    this.pickAxis(current.axis);
  }

  private controls(): HTMLElement {
    const axes = [...new Set(this.scalings.map(({axis}) => axis))];
    return el('div', {class: 'controls'},
        axes.length > 1 ? choice<Axis>('Along', axes.map((axis) => [axis, `Along ${axis}`] as const),
                                       this.current.axis, (axis) => this.pickAxis(axis)) : null,
        this.titles,
        choice('Modules', [['large', 'At least 1 % of the time'], ['all', 'All modules']], 'large', (which) => {
          this.all = which === 'all';
          this.update();
        }));
  }

  private pickAxis(axis: Axis): void {
    const these = this.scalings.filter((scaling) => scaling.axis === axis);
    this.titles.replaceChildren(...(these.length > 1 ? [picker('for', these.map(({title}, index) =>
        [String(index), title || '(no name)']), '0', (index) => this.show(these[Number(index)]))] : []));
    this.show(these[0]);
  }

  private show(scaling: Scaling | undefined): void {
    if (!scaling) return;
    this.current = scaling;
    this.update();
  }

  private update(): void {
    const {axis, title, modules} = this.current;
    const large = modules.filter(isLarge);
    const shown = this.all || large.length === 0 ? modules : large;
    const left = modules.length - shown.length;
    this.about.textContent = `${title}, along ${axis}. ${ABOUT[axis]}` +
        (left > 0 ? ` ${left} modules with next to no time are left out.` : '');
    this.list.replaceChildren(plainTable(`Modules along ${axis}, those that stop first first`,
                                         columnsOf(this.current), shown, MOST_ROWS));
    this.picture.draw();
  }

  private option(c: Colors, width: number): Record<string, unknown> {
    this.lines = linesOf(this.current, c);
    const {axis} = this.current;
    return linePlot(c, width, {
      lines: this.lines,
      describe: (line, {x, y}) => tip(line.name, `${axis} ${x}: ${gainText(y)} times`),
      x: {name: axis, unit: 1, text: format.whole, logFrom: LOG_FROM, base: 2, scale: true, onlyWhole: true},
      y: {name: 'gain', unit: 1, text: format.rate, logFrom: LOG_FROM, base: 2},
    });
  }
}

export function scaling({scalings}: Sweep): HTMLElement | null {
  const worth = scalings.filter(({modules}) => modules.length > 0);
  const [first] = worth;
  return first ? new ScalingView(worth, first).element : null;
}
