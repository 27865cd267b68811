// All cases with their settings and figures, to search and sort.
import {el, picker, section} from '../dom';
import * as format from '../format';
import {Grid, type GridColumn} from '../grid';
import {found, sorted, type Value} from '../order';
import {inputOf, labelOf, machineOf, type Case, type Sweep} from './data';
import {LATENCY, measuresOf, RATE} from './measures';
import {reproduce} from './reproduce';

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
      : text(axis, axis, (one) => axis === 'input' ? inputOf(one) : one[axis] as string | null));
  const isOther = (one: Case): boolean => one.threads !== null && one.actual_threads !== null &&
      one.actual_threads !== one.threads;
  return cases.some(isOther)
      ? [...columns, number('actual_threads', 'ran with threads', (one) => one.actual_threads)] : columns;
}

/// Where cases ran, where that differs among those that did.
const places = ({cases}: Sweep): Column[] =>
    [text('machine', 'machine', machineOf), text('host', 'host', (one) => one.host),
     text('job', 'job', (one) => one.job)]
        .filter((column) => new Set(cases.map(column.value).filter((place) => place !== '')).size > 1);

/// What few cases have, where some case has it.
const rare = ({cases}: Sweep): Column[] => [
  text('warnings', 'warnings', (one) => one.warnings.join(', ') || null),
  number('restarts', 'restarts', (one) => one.restarts || null),
].filter((column) => cases.some((one) => column.value(one) !== null));

const columnsOf = (sweep: Sweep): Column[] => [
  {...text('id', 'case', labelOf), key: 'id'},
  text('status', 'status', (one) => one.status),
  ...settings(sweep),
  ...measuresOf(sweep.cases).map(({key, title, value, text: write}): Column =>
      ({key, title, number: true, value, text: (one) => write(value(one))})),
  ...rare(sweep), ...places(sweep),
];

const PLAN = 'plan';  // the order of

/// Which cases the table has: of one status, or of several.
export type Shown = 'all' | Case['status'] | 'not ok' | 'with warnings';

const isShown = (one: Case, which: Shown): boolean => which === 'all' || one.status === which ||
    (which === 'not ok' && !['ok', 'missing'].includes(one.status)) ||
    (which === 'with warnings' && one.warnings.length > 0);

const SHOWN: readonly Shown[] = ['all', 'ok', 'failed', 'crashed', 'timeout', 'not ok', 'missing', 'with warnings'];

/// What a case is found by, made when it is first searched: all that its row shows, and why it failed.
function searchedIn(columns: Column[]): (one: Case) => string {
  const texts = new Map<Case, string>();
  return (one) => {
    const known = texts.get(one);
    if (known !== undefined) return known;
    const made = [...columns.map((column) => column.text(one)), one.message].join('\n').toLowerCase();
    texts.set(one, made);
    return made;
  };
}

export class CaseTable {
  readonly element: HTMLElement;
  private readonly grid: Grid<Case, string>;
  private readonly picker: HTMLLabelElement;
  private readonly chosen = el('div', {class: 'chosen'});
  private which: Shown = 'all';
  private shownBelow: Case | undefined;

  constructor(private readonly sweep: Sweep) {
    const {cases} = sweep;
    const columns = columnsOf(sweep);
    const searched = searchedIn(columns);
    this.grid = new Grid<Case, string>({
      things: 'cases', label: 'Cases; arrow keys move', searchLabel: 'Search all columns',
      rows: cases, columns, unsorted: PLAN,
      order: ({search, sort, descending}) => {
        const rows = found(cases, search, searched).filter((index) => isShown(cases[index] as Case, this.which));
        const column = columns.find(({key}) => key === sort);
        return column ? sorted(cases, rows, column.value, descending) : rows;
      },
      name: (one) => el('th', {scope: 'row', title: labelOf(one)}, labelOf(one)),
      attributes: (one) => ({'data-id': one.id, class: one.status === 'ok' ? '' : 'bad',
                             ...(one.message ? {title: one.message} : {})}),
      spoken: (one) => `${labelOf(one)}, ${one.status}, ${LATENCY.text(LATENCY.value(one))}, ` +
          `${RATE.text(RATE.value(one))} items a second`,
      moved: (one) => this.choose(one),
    });
    const offered = SHOWN.filter((which) => cases.some((one) => isShown(one, which)) &&
        // Where all are of a kind there is nothing to choose.
        (which === 'all' || cases.some((one) => !isShown(one, which))));
    this.picker = picker('Show', offered.map((which) => [which, which]), 'all', (which) =>
        this.pick(which as Shown));
    this.element = section('cases', 'Cases', 'Latency is the median of a call of the model.',
                           this.controls(offered.length > 1), this.grid.box, this.chosen, this.grid.spoken);
    this.grid.update();
  }

  /// Brings the case's row into sight and to the reader's eye.
  readonly select = (one: Case): void => {
    const index = this.sweep.cases.indexOf(one);
    if (!this.grid.shows(index)) this.show('all');
    this.grid.select(index);
  };

  /// Those cases alone, and all of them.
  readonly show = (which: Shown): void => {
    const list = this.picker.querySelector('select');
    if (list) list.value = which;
    this.which = which;
    this.grid.change({search: ''});
    this.element.scrollIntoView({block: 'nearest'});
    this.grid.box.focus({preventScroll: true});
  };

  private pick(which: Shown): void {
    this.which = which;
    this.grid.change({});
  }

  /// Below the table, and open for the next case where it is for this one.
  private choose(one: Case | undefined): void {
    if (one === this.shownBelow) return;
    this.shownBelow = one;
    const isOpen = this.chosen.querySelector('details')?.open ?? false;
    const details = one ? reproduce(one, one.status !== 'ok' && one.status !== 'missing',
                                    `of ${labelOf(one)}`) : null;
    if (details) details.open = isOpen;
    this.chosen.replaceChildren(...(details ? [details] : []));
  }

  private controls(isToPick: boolean): HTMLElement {
    return el('div', {class: 'controls'}, this.grid.search, isToPick ? this.picker : null,
              el('button', {type: 'button', click: () => this.grid.change({sort: PLAN})}, 'As planned'),
              this.grid.status);
  }
}
