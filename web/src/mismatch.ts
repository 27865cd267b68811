// Share of the time against share of the FLOPs: the picture that hookstat exists for.
import {BARS_IN_SIGHT, bars, barsHeight, type Bars} from './bars';
import {chart, tip, type Colors} from './charts';
import {nameOf, timeOf, type Module, type Report} from './data';
import {choice, section} from './dom';
import * as format from './format';

type Order = 'execution' | 'mismatch' | 'time';

/// Modules without either share say nothing here.
const WORTH_A_BAR = 0.005;

const difference = (module: Module): number => (module.time_percent ?? 0) - (module.flops_percent ?? 0);

const ORDERS: Record<Order, (a: Module, b: Module) => number> = {
  execution: () => 0,
  mismatch: (a, b) => Math.abs(difference(b)) - Math.abs(difference(a)),
  time: (a, b) => (b.time_percent ?? 0) - (a.time_percent ?? 0),
};

const shares = (c: Colors): Bars => ({
  unit: '{value} %',
  series: [{name: '% of the time', color: c.time, value: (module) => module.time_percent},
           {name: '% of the FLOPs', color: c.flops, value: (module) => module.flops_percent}],
  describe,
});

function describe(module: Module): HTMLElement {
  return tip(`${nameOf(module)} (${module.class})`,
             `${format.percent(module.time_percent)} % of the time, ` +
                 `${format.duration(timeOf(module).exclusive.mean)}`,
             `${format.percent(module.flops_percent)} % of the FLOPs, ` +
                 `${format.count(module.cost.exclusive.flops)}`,
             `${format.speed(module.efficiency.flops_per_second)}`);
}

export function mismatch(report: Report, select: (module: Module) => void): HTMLElement | null {
  const modules = report.modules.filter((module) =>
      (module.time_percent ?? 0) > WORTH_A_BAR || (module.flops_percent ?? 0) > WORTH_A_BAR);
  if (modules.length === 0) return null;
  let rows = modules;
  const picture = chart({
    label: 'Share of the time beside share of the FLOPs, module by module; the table below has the numbers',
    height: () => barsHeight(rows.length),
    option: (c) => bars(rows, c, shares(c)),
    points: () => rows.length,
    inSight: BARS_IN_SIGHT,
    choose: (index) => {
      const module = rows[index];
      if (module) select(module);
    },
  });
  const order = choice<Order>('Order of the bars', [
    ['execution', 'As registered'], ['mismatch', 'By mismatch'], ['time', 'By time']], 'execution',
    (chosen) => {
      rows = [...modules].sort(ORDERS[chosen]);
      picture.draw();
    });
  const left = report.modules.length - modules.length;
  return section('mismatch', 'Time against FLOPs',
                 'Where the upper bar is longer, a module takes more time than its FLOPs explain.' +
                     (left > 0 ? ` ${left} modules with next to none of either are left out.` : ''),
                 order, picture.element);
}
