// Which modules the table shows, in which order: pure, so that it is quick to reason about.
import {timeOf, type Module, type Statistics} from './data';

export type Key = 'tree' | 'path' | 'class' | 'calls' | 'parameters' | 'flops' | 'flops_percent' |
    'own' | 'time_percent' | 'idle' | 'launch' | 'launch_percent' | 'inclusive' | 'speed' | 'roof' |
    'memory';

export interface View {
  search: string;
  sort: Key;
  descending: boolean;
  folded: ReadonlySet<number>;
}

const medianOf = (statistics: Statistics): number | null =>
    statistics.count > 0 ? statistics.median : null;

const VALUES: Record<Exclude<Key, 'tree'>, (module: Module) => number | string | null> = {
  path: (module) => module.path,
  class: (module) => module.class,
  calls: (module) => module.calls,
  parameters: (module) => module.parameters,
  flops: (module) => module.cost.exclusive.flops,
  flops_percent: (module) => module.flops_percent,
  own: (module) => medianOf(timeOf(module).exclusive),
  time_percent: (module) => module.time_percent,
  idle: (module) => module.device_idle_percent,
  launch: (module) => medianOf(module.time_ns.exclusive),
  launch_percent: (module) => module.launch_percent,
  inclusive: (module) => medianOf(timeOf(module).inclusive),
  speed: (module) => module.efficiency.flops_per_second,
  roof: (module) => module.efficiency.roofline_percent,
  memory: (module) => module.memory?.peak_bytes ?? null,
};

/// Unknown ones stand last, whichever way round.
function compare(a: number | string | null, b: number | string | null, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = a < b ? -1 : a > b ? 1 : 0;
  return descending ? -order : order;
}

/// Whether it is below a folded one: parents stand before their children.
function hiddenByFolding(modules: Module[], folded: ReadonlySet<number>): boolean[] {
  const hidden: boolean[] = [];
  for (const module of modules) {
    const {parent} = module;
    hidden.push(parent !== null && (folded.has(parent) || (hidden[parent] ?? false)));
  }
  return hidden;
}

/// Indexes into `modules`. The tree with its folding only where nothing is searched or sorted.
export function rowsOf(modules: Module[], view: View): number[] {
  const wanted = view.search.trim().toLowerCase();
  const indexes = modules.map((_, index) => index);
  const found = wanted === '' ? indexes : indexes.filter((index) => {
    const module = modules[index];
    return module !== undefined &&
        `${module.path || '(model)'} ${module.class}`.toLowerCase().includes(wanted);
  });
  if (view.sort === 'tree') {
    if (wanted !== '') return found;
    const hidden = hiddenByFolding(modules, view.folded);
    return found.filter((index) => !hidden[index]);
  }
  const value = VALUES[view.sort];
  const of = (index: number): number | string | null => {
    const module = modules[index];
    return module ? value(module) : null;
  };
  return found.sort((a, b) => compare(of(a), of(b), view.descending));
}
