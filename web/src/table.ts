// The modules with their figures: search, sort, fold. Only the rows in sight are elements, so that
// thousands of modules scroll as well as ten.
import {nameOf, timeOf, type Module, type Report} from './data';
import {el, section} from './dom';
import * as format from './format';
import {rowsOf, type Key, type View} from './rows';

const ROW_HEIGHT = 26;
const ROWS_IN_SIGHT = 22;
const SPARE_ROWS = 8;

interface Column {
  key: Key | null;  // null: nothing to sort by
  title: string;
  number: boolean;
  text: (module: Module) => string;
}

const outputOf = (module: Module): string => module.outputs[0]
    ? format.shape(module.outputs[0].shape) + (module.outputs.length > 1
        ? ` +${module.outputs.length - 1}` : '') : '';

const number = (key: Key, title: string, text: (module: Module) => string): Column =>
    ({key, title, number: true, text});

const deviceColumns = (): Column[] => [
  number('idle', 'idle %', (m) => format.percent(m.device_idle_percent)),
  number('launch', 'launch', (m) => m.time_ns.exclusive.count > 0
      ? format.duration(m.time_ns.exclusive.median) : format.UNKNOWN),
  number('launch_percent', 'launch %', (m) => format.percent(m.launch_percent)),
];

function columnsOf(report: Report): Column[] {
  const plus = (module: Module, text: string): string =>
      module.cost.exclusive.uncounted_calls > 0 ? `${text}+` : text;
  const columns: Column[] = [
    {key: 'path', title: 'module', number: false, text: nameOf},
    {key: 'class', title: 'class', number: false, text: (m) => m.class},
    {key: null, title: 'output', number: false, text: outputOf},
    number('calls', 'calls', (m) => format.whole(m.calls)),
    number('parameters', 'params', (m) => format.count(m.parameters)),
    number('flops', 'FLOPs', (m) => plus(m, format.count(m.cost.exclusive.flops))),
    number('flops_percent', 'FLOPs %', (m) => format.percent(m.flops_percent)),
    number('own', 'own time', (m) => timeOf(m).exclusive.count > 0
        ? format.duration(timeOf(m).exclusive.median) : format.UNKNOWN),
    number('time_percent', 'own %', (m) => format.percent(m.time_percent)),
    ...(report.device ? deviceColumns() : []),
    number('inclusive', 'incl.', (m) => timeOf(m).inclusive.count > 0
        ? format.duration(timeOf(m).inclusive.median) : format.UNKNOWN),
    number('speed', 'GFLOP/s', (m) => m.efficiency.flops_per_second === null ? format.UNKNOWN
        : plus(m, format.gflops(m.efficiency.flops_per_second))),
  ];
  if (report.machine_peaks) {
    columns.push(number('roof', 'roof %', (m) => format.percent(m.efficiency.roofline_percent)));
  }
  if (report.memory) {
    columns.push(number('memory', 'peak mem', (m) => format.bytes(m.memory?.peak_bytes)));
  }
  return columns;
}

export class ModuleTable {
  readonly element: HTMLElement;
  private readonly columns: Column[];
  private readonly hasChildren = new Set<number>();
  private readonly body = el('tbody');
  private readonly box: HTMLElement;
  private readonly status = el('span', {class: 'about', role: 'status'});
  private readonly spoken = el('span', {class: 'spoken', 'aria-live': 'polite'});
  private readonly heads = new Map<Key, HTMLElement>();
  private readonly folded = new Set<number>();
  private view: View = {search: '', sort: 'tree', descending: true, folded: this.folded};
  private rows: number[] = [];
  private current = 0;
  private readonly search = el('input', {
    type: 'search', placeholder: 'Search path or class', 'aria-label': 'Search path or class',
    input: () => this.change({search: this.search.value}),
  });

  constructor(private readonly report: Report) {
    this.columns = columnsOf(report);
    for (const module of report.modules) {
      if (module.parent !== null) this.hasChildren.add(module.parent);
    }
    this.box = el('div', {class: 'scroll rows', tabindex: 0, role: 'region',
                          'aria-label': 'Modules; arrow keys move, left and right fold',
                          scroll: () => this.draw(), keydown: (event: KeyboardEvent) => this.onKey(event)},
                  el('table', {'aria-rowcount': report.modules.length}, this.head(), this.body));
    this.element = section('modules', 'Modules', '', this.controls(), this.box, this.spoken);
    this.update();
  }

  /// Brings the module's row into sight and to the reader's eye.
  readonly select = (module: Module): void => {
    const index = this.report.modules.indexOf(module);
    if (!this.rows.includes(index)) {
      for (let at = module.parent; at !== null; at = this.report.modules[at]?.parent ?? null) {
        this.folded.delete(at);
      }
      this.search.value = '';
      this.change({search: '', sort: 'tree'});
    }
    this.moveTo(this.rows.indexOf(index));
    this.element.scrollIntoView({block: 'nearest'});
    this.box.focus({preventScroll: true});
  };

  private controls(): HTMLElement {
    const fold = (deepest: number) => () => {
      this.folded.clear();
      this.report.modules.forEach((module, index) => {
        if (this.hasChildren.has(index) && module.depth >= deepest) this.folded.add(index);
      });
      this.change({sort: 'tree'});
    };
    return el('div', {class: 'controls'}, this.search,
              el('button', {type: 'button', click: fold(1)}, 'Fold'),
              el('button', {type: 'button', click: fold(Infinity)}, 'Unfold'),
              el('button', {type: 'button', click: () => this.change({sort: 'tree'})}, 'As registered'),
              this.status);
  }

  private head(): HTMLElement {
    return el('thead', {}, el('tr', {}, ...this.columns.map(({key, title, number}) => {
      if (key === null) return el('th', {scope: 'col'}, title);
      const th = el('th', {scope: 'col', class: number ? 'number' : '', 'aria-sort': 'none'},
                    el('button', {type: 'button', click: () => this.sortBy(key)}, title));
      this.heads.set(key, th);
      return th;
    })));
  }

  private readonly isTree = (): boolean => this.view.sort === 'tree' && this.view.search === '';

  private sortBy(key: Key): void {
    const isText = key === 'path' || key === 'class';
    const descending = this.view.sort === key ? !this.view.descending : !isText;
    this.change({sort: key, descending});
  }

  private change(change: Partial<View>): void {
    this.view = {...this.view, ...change};
    this.current = 0;
    this.box.scrollTop = 0;
    this.update();
  }

  private update(): void {
    this.rows = rowsOf(this.report.modules, this.view);
    for (const [key, th] of this.heads) {
      th.setAttribute('aria-sort', key !== this.view.sort ? 'none'
          : this.view.descending ? 'descending' : 'ascending');
    }
    this.status.textContent = `${this.rows.length} of ${this.report.modules.length} modules`;
    this.draw();
  }

  private draw(all = false): void {
    const first = all ? 0 : Math.max(0, Math.floor(this.box.scrollTop / ROW_HEIGHT) - SPARE_ROWS);
    const last = all ? this.rows.length
        : Math.min(this.rows.length, first + ROWS_IN_SIGHT + 2 * SPARE_ROWS);
    const space = (rows: number): HTMLElement =>
        el('tr', {class: 'space', 'aria-hidden': 'true', style: `height:${rows * ROW_HEIGHT}px`});
    this.body.replaceChildren(space(first),
        ...this.rows.slice(first, last).map((index, at) => this.row(index, first + at)),
        space(this.rows.length - last));
  }

  /// All rows, for paper; and back.
  readonly drawForPrint = (isPrint: boolean): void => this.draw(isPrint);

  private row(index: number, at: number): HTMLElement {
    const module = this.report.modules[index] as Module;
    const isTree = this.isTree();
    const heat = Math.min(1, (module.time_percent ?? 0) / 10).toFixed(3);
    return el('tr', {'aria-rowindex': at + 1, 'aria-selected': String(at === this.current),
                     'data-path': module.path, style: `--heat:${heat}`,
                     click: () => this.moveTo(at)},
              this.nameCell(module, index, isTree),
              ...this.columns.slice(1).map((column) => el('td', column.number
                  ? {class: `number ${column.key}`} : {}, column.text(module))));
  }

  private nameCell(module: Module, index: number, isTree: boolean): HTMLElement {
    const parent = module.parent === null ? null : this.report.modules[module.parent];
    const prefix = parent?.path ? `${parent.path}.` : '';
    const short = isTree && prefix !== '' && module.path.startsWith(prefix)
        ? module.path.slice(prefix.length) : nameOf(module);
    const name = module.alias_of === null ? short : `${short} = ${module.alias_of}`;
    const toggle = isTree && this.hasChildren.has(index)
        ? el('button', {type: 'button', class: 'fold', tabindex: -1, click: () => this.toggle(index),
                        'aria-expanded': String(!this.folded.has(index)),
                        'aria-label': `Fold ${nameOf(module)}`},
             this.folded.has(index) ? '▸' : '▾') : el('span', {class: 'fold'});
    const indent = isTree ? `padding-left:${0.4 + module.depth * 0.9}em` : '';
    return el('th', {scope: 'row', title: nameOf(module), style: indent}, toggle, name);
  }

  private toggle(index: number): void {
    if (!this.folded.delete(index)) this.folded.add(index);
    this.update();
    this.box.focus({preventScroll: true});  // the button that was pressed is gone
  }

  private moveTo(at: number): void {
    this.current = Math.min(Math.max(at, 0), this.rows.length - 1);
    const top = this.current * ROW_HEIGHT;
    const height = this.box.clientHeight - ROW_HEIGHT;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    if (top + 2 * ROW_HEIGHT > this.box.scrollTop + height) {
      this.box.scrollTop = top + 2 * ROW_HEIGHT - height;
    }
    this.draw();
  }

  /// For those who hear the page: rows have no focus of their own.
  private announce(): void {
    const module = this.report.modules[this.rows[this.current] ?? -1];
    if (!module) return;
    const share = format.percent(module.time_percent);
    this.spoken.textContent = `${nameOf(module)}, ${module.class}, ${share} % of the time`;
  }

  private onKey(event: KeyboardEvent): void {
    const moves: Record<string, number> = {
      ArrowDown: 1, ArrowUp: -1, PageDown: ROWS_IN_SIGHT, PageUp: -ROWS_IN_SIGHT,
      Home: -Infinity, End: Infinity,
    };
    const by = moves[event.key];
    const index = this.rows[this.current];
    if (by !== undefined) {
      this.moveTo(this.current + by);
      this.announce();
    } else if ((event.key === 'ArrowLeft' || event.key === 'ArrowRight') && index !== undefined &&
               this.isTree() && this.hasChildren.has(index) &&
               this.folded.has(index) === (event.key === 'ArrowRight')) {
      this.toggle(index);
    } else {
      return;
    }
    event.preventDefault();
  }
}
