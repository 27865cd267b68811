// Share of the time against share of the FLOPs: the picture that hookstat exists for.
import type {Colors} from './charts';
import {axis, chart, tip, tooltip} from './charts';
import {nameOf, timeOf, type Module, type Report} from './data';
import {choice, section} from './dom';
import * as format from './format';

type Order = 'execution' | 'mismatch' | 'time';

/// Modules without either share say nothing here.
const WORTH_A_BAR = 0.005;
const SHOWN = 24;
const BAR_HEIGHT = 24;

const difference = (module: Module): number => (module.time_percent ?? 0) - (module.flops_percent ?? 0);

const ORDERS: Record<Order, (a: Module, b: Module) => number> = {
  execution: () => 0,
  mismatch: (a, b) => Math.abs(difference(b)) - Math.abs(difference(a)),
  time: (a, b) => (b.time_percent ?? 0) - (a.time_percent ?? 0),
};

function bars(rows: Module[], c: Colors): Record<string, unknown> {
  const series = (name: string, color: string, value: (module: Module) => number | null) => ({
    type: 'bar', name, itemStyle: {color}, emphasis: {focus: 'none'}, barGap: '10%',
    data: rows.map(value),
  });
  const many = rows.length > SHOWN;
  return {
    grid: {left: 8, right: many ? 40 : 16, top: 32, bottom: 8, containLabel: true},
    legend: {top: 0, left: 0, textStyle: {color: c.text}},
    tooltip: {...tooltip(c), trigger: 'axis', axisPointer: {type: 'shadow'},
              formatter: (points: {dataIndex: number}[]) => describe(rows[points[0]?.dataIndex ?? 0])},
    xAxis: axis(c, {type: 'value', axisLabel: {formatter: '{value} %', color: c.soft}}),
    yAxis: axis(c, {type: 'category', inverse: true, data: rows.map(nameOf), triggerEvent: true,
                    axisLabel: {color: c.text, width: 150, overflow: 'truncate'},
                    splitLine: {show: false}}),
    dataZoom: many ? [{type: 'slider', yAxisIndex: 0, right: 4, width: 18, startValue: 0,
                       endValue: SHOWN - 1, showDetail: false, brushSelect: false},
                      {type: 'inside', yAxisIndex: 0, zoomOnMouseWheel: false,
                       moveOnMouseWheel: true}] : [],
    series: [series('% of the time', c.time, (module) => module.time_percent),
             series('% of the FLOPs', c.flops, (module) => module.flops_percent)],
  };
}

function describe(module: Module | undefined): HTMLElement | string {
  if (!module) return '';
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
    height: () => Math.min(rows.length, SHOWN) * BAR_HEIGHT + 60,
    option: (c) => bars(rows, c),
    points: () => rows.length,
    inSight: SHOWN,
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
