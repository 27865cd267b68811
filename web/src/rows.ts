// Which modules the table shows, in which order: pure, so that it is quick to reason about.
import {timeOf, type Module, type Statistics} from './data';
import type {Order} from './grid';
import {found, sorted, type Value} from './order';

export type Key = 'tree' | 'path' | 'class' | 'calls' | 'parameters' | 'flops' | 'flops_percent' |
    'own' | 'time_percent' | 'idle' | 'launch' | 'launch_percent' | 'inclusive' | 'speed' | 'roof' |
    'memory';

interface View extends Order<Key> {
  folded: ReadonlySet<number>;
}

const medianOf = (statistics: Statistics): number | null =>
    statistics.count > 0 ? statistics.median : null;

const VALUES: Record<Exclude<Key, 'tree'>, (module: Module) => Value> = {
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
  const rows = found(modules, view.search, (module) => `${module.path || '(model)'} ${module.class}`);
  if (view.sort !== 'tree') return sorted(modules, rows, VALUES[view.sort], view.descending);
  if (view.search.trim() !== '') return rows;
  const hidden = hiddenByFolding(modules, view.folded);
  return rows.filter((index) => !hidden[index]);
}
