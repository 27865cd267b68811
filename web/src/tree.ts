// The tree of modules, sized by time and coloured by speed.
import {chart, tip, tooltip, type Colors} from './charts';
import {nameOf, timeOf, type Module, type Report} from './data';
import {section} from './dom';
import * as format from './format';

interface Cell {
  name: string;
  value: [number, number];
  module: number;
  children?: Cell[];
}

const SLOWEST = 1e6;  // FLOP/s; what does no arithmetic stands there

function speedOf(module: Module): number {
  return Math.log10(Math.max(module.efficiency.flops_per_second ?? 0, SLOWEST));
}

/// Each module with its own time; one that has others inside has its own code as one of them.
function cells(modules: Module[]): Cell[] {
  const children = new Map<number, number[]>();
  const roots: number[] = [];
  modules.forEach((module, index) => {
    if (module.parent === null) roots.push(index);
    else children.set(module.parent, [...(children.get(module.parent) ?? []), index]);
  });
  const build = (index: number): Cell | null => {
    const module = modules[index];
    if (!module) return null;
    const own = timeOf(module).exclusive.mean;
    const inside = (children.get(index) ?? []).map(build).filter((cell): cell is Cell => cell !== null);
    const last = module.path.split('.').pop() || nameOf(module);
    if (inside.length === 0) {
      const label = `${last} ${module.class}`;
      return own > 0 ? {name: label, value: [own, speedOf(module)], module: index} : null;
    }
    if (own > 0) inside.push({name: '(own code)', value: [own, speedOf(module)], module: index});
    const sum = inside.reduce((total, cell) => total + cell.value[0], 0);
    const speed = inside.reduce((total, cell) => total + cell.value[0] * cell.value[1], 0) / sum;
    return {name: last, value: [sum, speed], module: index, children: inside};
  };
  return roots.map(build).filter((cell): cell is Cell => cell !== null);
}

function option(report: Report, tree: Cell[], c: Colors): Record<string, unknown> {
  const speeds = report.modules.filter((module) => timeOf(module).exclusive.mean > 0).map(speedOf);
  const low = Math.min(...speeds);
  const high = Math.max(...speeds, low + 1);
  const name = (value: number): string => format.speed(10 ** value);
  return {
    tooltip: {...tooltip(c), formatter: (point: {data: Cell}) => {
      const module = report.modules[point.data?.module ?? -1];
      if (!module) return '';
      return tip(`${nameOf(module)} (${module.class})`,
                 `${format.duration(point.data.value[0])} a call of the model`,
                 name(point.data.value[1]));
    }},
    visualMap: {type: 'continuous', min: low, max: high, dimension: 1, orient: 'horizontal', left: 0,
                bottom: 0, itemHeight: 140, itemWidth: 12, textStyle: {color: c.text},
                text: [name(high), name(low)], inRange: {color: [c.bad, '#c9a227', c.good]},
                formatter: name},
    series: [{
      type: 'treemap', data: tree, top: 4, left: 0, right: 0, bottom: 64, roam: false,
      nodeClick: 'zoomToNode', visibleMin: 30, childrenVisibleMin: 200,
      breadcrumb: {bottom: 30, left: 0, itemStyle: {color: c.line, borderColor: c.card},
                   emphasis: {itemStyle: {color: c.soft}}, textStyle: {color: c.text}},
      label: {color: '#fff', textShadowColor: '#0008', textShadowBlur: 3, overflow: 'truncate'},
      upperLabel: {show: true, height: 18, color: c.text, overflow: 'truncate'},
      itemStyle: {borderColor: c.card, borderWidth: 1, gapWidth: 1},
      levels: [{itemStyle: {gapWidth: 2}}, {itemStyle: {gapWidth: 1}}],
    }],
  };
}

/// The modules with a time of their own, the longest first: what the arrow keys step through.
function leaves(report: Report): Module[] {
  const time = (module: Module): number => timeOf(module).exclusive.mean;
  return report.modules.filter((module) => time(module) > 0).sort((a, b) => time(b) - time(a));
}

export function tree(report: Report, select: (module: Module) => void): HTMLElement | null {
  const data = cells(report.modules);
  if (data.length === 0 || report.modules.length < 2) return null;
  const stops = leaves(report);
  const picture = chart({
    label: 'The tree of modules, each as large as its time; the table has the numbers',
    height: 460,
    option: (c) => option(report, data, c),
    points: () => stops.length,
    stop: (index) => nameOf(stops[index] ?? {path: ''}),
    choose: (index, point) => {
      const cell = point as Cell | undefined;
      const module = cell ? report.modules[cell.module] : stops[index];
      if (module && !cell?.children) select(module);
    },
  });
  return section('tree', 'Where the time goes',
                 'Areas are mean times of a call of the model, colours FLOPs a second. A click on a ' +
                     'container zooms in, on a module shows its row.',
                 picture.element);
}
