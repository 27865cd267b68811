// Bars of modules, one below the other.
import {axis, tooltip, type Colors} from './charts';
import {nameOf, type Module} from './data';

/// So many modules are in sight at once; the others are reached by scrolling.
export const BARS_IN_SIGHT = 24;
const BAR_HEIGHT = 24;

export const barsHeight = (rows: number): number => Math.min(rows, BARS_IN_SIGHT) * BAR_HEIGHT + 60;

export interface Series {
  name: string;
  color: string;
  value: (module: Module) => number | null;
  stack?: string;  // those of one stack are drawn end to end
}

export interface Bars {
  unit: string | ((value: number) => string);  // of the axis
  series: Series[];
  describe: (module: Module) => HTMLElement;
}

export function bars(rows: Module[], c: Colors, {unit, series, describe}: Bars): Record<string, unknown> {
  const many = rows.length > BARS_IN_SIGHT;
  return {
    grid: {left: 8, right: many ? 40 : 16, top: 32, bottom: 8, containLabel: true},
    legend: {top: 0, left: 0, textStyle: {color: c.text}},
    tooltip: {...tooltip(c), trigger: 'axis', axisPointer: {type: 'shadow'},
              formatter: (points: {dataIndex: number}[]) => {
                const module = rows[points[0]?.dataIndex ?? 0];
                return module ? describe(module) : '';
              }},
    xAxis: axis(c, {type: 'value', axisLabel: {formatter: unit, color: c.soft}}),
    yAxis: axis(c, {type: 'category', inverse: true, data: rows.map(nameOf), triggerEvent: true,
                    axisLabel: {color: c.text, width: 150, overflow: 'truncate'},
                    splitLine: {show: false}}),
    dataZoom: many ? [{type: 'slider', yAxisIndex: 0, right: 4, width: 18, startValue: 0,
                       endValue: BARS_IN_SIGHT - 1, showDetail: false, brushSelect: false},
                      {type: 'inside', yAxisIndex: 0, zoomOnMouseWheel: false,
                       moveOnMouseWheel: true}] : [],
    series: series.map(({name, color, value, stack}) => ({
      type: 'bar', name, ...(stack ? {stack} : {}), itemStyle: {color}, emphasis: {focus: 'none'},
      barGap: '10%', data: rows.map(value),
    })),
  };
}
