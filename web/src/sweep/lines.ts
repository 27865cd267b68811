// Lines of a chart, told apart by colour and by shape.
import {tooltip, type Colors} from '../charts';
import {axisFor, type Scale} from './axes';
import {legend} from './legend';

/// 3:1 against the page, light and dark.
const PALETTE = ['#2f7fe0', '#d9730d', '#1f9960', '#c4519f', '#8f66d9', '#0f96a8', '#a8801a', '#d64a5c',
                 '#6f8a2a', '#7b8494'];
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];

export const colorOf = (index: number): string => PALETTE[index % PALETTE.length] ?? '';
export const symbolOf = (index: number): string =>
    SYMBOLS[(index + Math.floor(index / PALETTE.length)) % SYMBOLS.length] ?? '';

export interface Point {
  x: number;
  y: number;
  interval: [number, number] | null;  // of y
}

export interface Line<P extends Point> {
  name: string;
  points: P[];
  color?: string;
  isDashed?: boolean;  // drawn without points
}

interface Plot<P extends Point> {
  lines: Line<P>[];
  x: Scale;
  y: Scale;
  describe: (line: Line<P>, point: P) => HTMLElement;
}

/// The ends of the intervals, joined from low to high; lines of their own, with gaps between.
function intervals<P extends Point>(line: Line<P>, index: number, unit: number, color: string): object[] {
  const data = line.points.flatMap(({x, interval}) => interval === null ? []
      : [[x, interval[0] / unit], [x, interval[1] / unit], [x, null]]);
  return data.length === 0 ? [] : [{
    type: 'line', name: String(index), data, silent: true, symbol: 'rect', symbolSize: [9, 1.5],
    showAllSymbol: true, lineStyle: {color, width: 1.2}, itemStyle: {color}, tooltip: {show: false}, z: 1,
  }];
}

function series<P extends Point>(line: Line<P>, index: number, unit: number): object {
  const color = line.color ?? colorOf(index);
  return {
    type: 'line', name: String(index), symbol: line.isDashed ? 'none' : symbolOf(index), symbolSize: 8,
    silent: line.isDashed ?? false, showAllSymbol: true, emphasis: {focus: 'none', scale: 1.6},
    lineStyle: {color, width: 2, type: line.isDashed ? 'dashed' : 'solid'}, itemStyle: {color},
    data: line.points.map(({x, y}) => [x, y / unit]), z: 3,
  };
}

export function linePlot<P extends Point>(c: Colors, width: number,
                                          {lines, x, y, describe}: Plot<P>): Record<string, unknown> {
  const points = lines.flatMap((line) => line.points);
  const ys = points.flatMap((point) => [point.y, ...(point.interval ?? [])]);
  const names = legend(c, lines.map((line) => line.name), width);
  return {
    grid: {left: 8, right: 24, top: names.height + 38, bottom: 36, containLabel: true},
    legend: names.option,
    tooltip: {...tooltip(c), formatter: ({seriesIndex, dataIndex}: {seriesIndex: number; dataIndex: number}) => {
      const line = lines[seriesIndex];
      const point = line?.points[dataIndex];
      return line && point ? describe(line, point) : '';
    }},
    xAxis: {...axisFor(c, points.map((point) => point.x), x, false), nameLocation: 'middle', nameGap: 26},
    yAxis: {...axisFor(c, ys, y, true), nameLocation: 'end', nameTextStyle: {color: c.soft, align: 'left'}},
    series: [...lines.map((line, index) => series(line, index, y.unit)),
             ...lines.flatMap((line, index) =>
                 intervals(line, index, y.unit, line.color ?? colorOf(index)))],
  };
}

/// The points of all lines, one line after the other: what the arrow keys step through.
export function stops<P extends Point>(lines: Line<P>[]): {point: P; seriesIndex: number; dataIndex: number}[] {
  return lines.flatMap((line, seriesIndex) => line.isDashed ? []
      : line.points.map((point, dataIndex) => ({point, seriesIndex, dataIndex})));
}
