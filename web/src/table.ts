// The modules with their figures: search, sort, fold.
import {nameOf, timeOf, type Module, type Report} from './data';
import {el, section} from './dom';
import * as format from './format';
import {Grid, type GridColumn} from './grid';
import {rowsOf, type Key} from './rows';

type Column = GridColumn<Module, Key>;

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
  private readonly grid: Grid<Module, Key>;
  private readonly hasChildren = new Set<number>();
  private readonly folded = new Set<number>();

  constructor(private readonly report: Report) {
    const {modules} = report;
    for (const module of modules) {
      if (module.parent !== null) this.hasChildren.add(module.parent);
    }
    this.grid = new Grid<Module, Key>({
      things: 'modules',
      label: 'Modules; arrow keys move, left and right fold',
      searchLabel: 'Search path or class',
      rows: modules,
      columns: columnsOf(report),
      unsorted: 'tree',
      order: (order) => rowsOf(modules, {...order, folded: this.folded}),
      name: (module, index) => this.nameCell(module, index),
      attributes: (module) => ({
        'data-path': module.path, style: `--heat:${Math.min(1, (module.time_percent ?? 0) / 10).toFixed(3)}`,
      }),
      spoken: (module) =>
          `${nameOf(module)}, ${module.class}, ${format.percent(module.time_percent)} % of the time`,
      onKey: (key, index) => this.foldByKey(key, index),
    });
    this.element = section('modules', 'Modules', '', this.controls(), this.grid.box, this.grid.spoken);
    this.grid.update();
  }

  /// Brings the module's row into sight and to the reader's eye.
  readonly select = (module: Module): void => {
    const index = this.report.modules.indexOf(module);
    if (!this.grid.shows(index)) {
      for (let at = module.parent; at !== null; at = this.report.modules[at]?.parent ?? null) {
        this.folded.delete(at);
      }
      this.grid.change({search: '', sort: 'tree'});
    }
    this.grid.select(index);
  };

  private controls(): HTMLElement {
    const unsort = (): void => this.grid.change({sort: 'tree'});
    const fold = (deepest: number) => () => {
      this.folded.clear();
      this.report.modules.forEach((module, index) => {
        if (this.hasChildren.has(index) && module.depth >= deepest) this.folded.add(index);
      });
      unsort();
    };
    return el('div', {class: 'controls'}, this.grid.search,
              el('button', {type: 'button', click: fold(1)}, 'Fold'),
              el('button', {type: 'button', click: fold(Infinity)}, 'Unfold'),
              el('button', {type: 'button', click: unsort}, 'As registered'),
              this.grid.status);
  }

  private nameCell(module: Module, index: number): HTMLElement {
    const isTree = this.grid.isUnsorted();
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
    this.grid.update();
    this.grid.box.focus({preventScroll: true});  // the button that was pressed is gone
  }

  private foldByKey(key: string, index: number): boolean {
    if ((key !== 'ArrowLeft' && key !== 'ArrowRight') || !this.grid.isUnsorted() ||
        !this.hasChildren.has(index) || this.folded.has(index) !== (key === 'ArrowRight')) {
      return false;
    }
    this.toggle(index);
    return true;
  }
}
