// All cases with their settings and figures, to search and sort.
import {el, section} from '../dom';
import * as format from '../format';
import {Grid, type GridColumn} from '../grid';
import {found, sorted, type Value} from '../order';
import {labelOf, type Case, type Sweep} from './data';
import {LATENCY, measuresOf, RATE} from './measures';

interface Column extends GridColumn<Case, string> {
  key: string;
  value: (one: Case) => Value;
}

const NUMBERS: readonly string[] = ['batch', 'resolution', 'threads'];

const text = (key: string, title: string, value: (one: Case) => string | null): Column =>
    ({key, title, number: false, value, text: (one) => value(one) ?? ''});

const number = (key: string, title: string, value: (one: Case) => number | null): Column =>
    ({key, title, number: true, value, text: (one) => format.whole(value(one))});

/// Settings that differ from case to case, and the threads where they are not those asked for.
function settings({axes, cases}: Sweep): Column[] {
  const columns = axes.map((axis) => NUMBERS.includes(axis)
      ? number(axis, axis, (one) => one[axis] as number | null)
      : text(axis, axis, (one) => one[axis] as string | null));
  const isOther = (one: Case): boolean => one.threads !== null && one.actual_threads !== null &&
      one.actual_threads !== one.threads;
  return cases.some(isOther)
      ? [...columns, number('actual_threads', 'ran with threads', (one) => one.actual_threads)] : columns;
}

/// Where cases ran, where that differs.
const places = ({cases}: Sweep): Column[] =>
    [text('machine', 'machine', (one) => one.machine), text('host', 'host', (one) => one.host),
     text('job', 'job', (one) => one.job)]
        .filter((column) => new Set(cases.map(column.value)).size > 1);

const columnsOf = (sweep: Sweep): Column[] => [
  {...text('id', 'case', labelOf), key: 'id'},
  text('status', 'status', (one) => one.status),
  ...settings(sweep),
  ...measuresOf(sweep.cases).map(({key, title, value, text: write}): Column =>
      ({key, title, number: true, value, text: (one) => write(value(one))})),
  number('restarts', 'restarts', (one) => one.restarts || null),
  ...places(sweep),
].filter((column) => column.key !== 'restarts' || sweep.cases.some((one) => one.restarts > 0));

const PLAN = 'plan';  // the order of

const searched = (one: Case): string =>
    [labelOf(one), one.status, one.message, one.model, one.input, one.dtype, one.device, one.method,
     one.machine, one.host, one.job, one.partition, one.node].join(' ');

export class CaseTable {
  readonly element: HTMLElement;
  private readonly grid: Grid<Case, string>;

  constructor(private readonly sweep: Sweep) {
    const {cases} = sweep;
    const columns = columnsOf(sweep);
    this.grid = new Grid<Case, string>({
      things: 'cases', label: 'Cases; arrow keys move', searchLabel: 'Search name, status or host',
      rows: cases, columns, unsorted: PLAN,
      order: ({search, sort, descending}) => {
        const rows = found(cases, search, searched);
        const column = columns.find(({key}) => key === sort);
        return column ? sorted(cases, rows, column.value, descending) : rows;
      },
      name: (one) => el('th', {scope: 'row', title: labelOf(one)}, labelOf(one)),
      attributes: (one) => ({'data-id': one.id, class: one.status === 'ok' ? '' : 'bad'}),
      spoken: (one) => `${labelOf(one)}, ${one.status}, ${LATENCY.text(LATENCY.value(one))}, ` +
          `${RATE.text(RATE.value(one))} items a second`,
    });
    this.element = section('cases', 'Cases', 'Latency is the median of a call of the model.',
                           this.controls(), this.grid.box, this.grid.spoken);
    this.grid.update();
  }

  /// Brings the case's row into sight and to the reader's eye.
  readonly select = (one: Case): void => {
    const index = this.sweep.cases.indexOf(one);
    if (!this.grid.shows(index)) this.grid.change({search: ''});
    this.grid.select(index);
  };

  readonly search = (words: string): void => {
    this.grid.change({search: words});
    this.element.scrollIntoView({block: 'nearest'});
    this.grid.box.focus({preventScroll: true});
  };

  private controls(): HTMLElement {
    return el('div', {class: 'controls'}, this.grid.search,
              el('button', {type: 'button', click: () => this.grid.change({sort: PLAN})}, 'As planned'),
              this.grid.status);
  }
}
