// The roof, the memory over the call, the latency samples.
import {axis, chart, tip, tooltip, type Colors} from './charts';
import {nameOf, timeOf, type Module, type Report} from './data';
import {section} from './dom';
import * as format from './format';

const GRID = {left: 8, right: 24, top: 28, bottom: 36, containLabel: true};

function roofLines(report: Report, from: number, to: number, c: Colors): object[] {
  const bandwidth = report.bytes_per_second ?? 0;
  return (report.machine_peaks ?? []).map((peak) => {
    const ridge = peak.flops_per_second / bandwidth;
    const start = Math.min(from, ridge);
    return {
      type: 'line', name: peak.dtype, symbol: 'none', silent: true,
      lineStyle: {color: c.soft, width: 1.5}, endLabel: {show: true, color: c.soft, formatter: '{a}'},
      data: [[start, start * bandwidth], [ridge, peak.flops_per_second],
             [Math.max(to, ridge * 2), peak.flops_per_second]],
    };
  });
}

export function roofline(report: Report, select: (module: Module) => void): HTMLElement | null {
  if (!report.machine_peaks || !report.bytes_per_second) return null;
  const modules = report.modules.filter(({efficiency, time_percent: share}) =>
      (efficiency.arithmetic_intensity ?? 0) > 0 && (efficiency.flops_per_second ?? 0) > 0 &&
      (share ?? 0) > 0);
  if (modules.length === 0) return null;
  const intensities = modules.map((module) => module.efficiency.arithmetic_intensity ?? 1);
  const size = (module: Module): number => 6 + 4 * Math.sqrt(module.time_percent ?? 0);
  const picture = chart({
    label: 'FLOPs a second against FLOPs a byte, under what the machine can do',
    height: 400,
    option: (c) => ({
      grid: {...GRID, right: 70},
      tooltip: {...tooltip(c), formatter: (point: {seriesIndex: number; dataIndex: number}) => {
        const module = modules[point.dataIndex];
        if (!module || point.seriesIndex !== 0) return '';
        const {efficiency} = module;
        return tip(`${nameOf(module)} (${module.class})`, format.speed(efficiency.flops_per_second),
                   `${efficiency.arithmetic_intensity?.toPrecision(3)} FLOPs a byte`,
                   `${format.percent(efficiency.roofline_percent)} % of its ${efficiency.bound} roof`,
                   `${format.percent(module.time_percent)} % of the time`);
      }},
      xAxis: axis(c, {type: 'log', name: 'FLOPs a byte', nameLocation: 'middle', nameGap: 26}),
      yAxis: axis(c, {type: 'log', name: 'FLOP/s',
                      axisLabel: {formatter: (v: number) => format.count(v), color: c.soft}}),
      series: [{
        type: 'scatter', itemStyle: {color: c.time, opacity: 0.75},
        data: modules.map((module) => ({
          value: [module.efficiency.arithmetic_intensity, module.efficiency.flops_per_second],
          symbolSize: size(module),
        })),
      }, ...roofLines(report, Math.min(...intensities), Math.max(...intensities), c)],
    }),
    points: () => modules.length,
    choose: (index) => {
      const module = modules[index];
      if (module) select(module);
    },
  });
  return section('roofline', 'The roof',
                 'A point below the line could be faster: its distance is what there is to gain, its size ' +
                     'its share of the time.',
                 picture.element);
}

export function memory(report: Report, select: (module: Module) => void): HTMLElement | null {
  const events = report.memory_timeline;
  if (!events || events.length === 0) return null;
  const module = (index: number): Module | undefined => report.modules[events[index]?.module ?? -1];
  const picture = chart({
    label: 'Memory held over a call of the model',
    height: 280,
    option: (c) => ({
      grid: GRID,
      tooltip: {...tooltip(c), trigger: 'axis', formatter: (points: {dataIndex: number}[]) => {
        const index = points[0]?.dataIndex ?? 0;
        const event = events[index];
        const at = module(index);
        return event && at ? tip(nameOf(at), format.bytes(event.bytes),
                                 `after ${format.duration(event.at_ns)}`) : '';
      }},
      xAxis: axis(c, {type: 'value', max: 'dataMax', name: 'time in a call of its own',
                      nameLocation: 'middle', nameGap: 26,
                      axisLabel: {formatter: (v: number) => format.duration(v), color: c.soft}}),
      yAxis: axis(c, {type: 'value',
                      axisLabel: {formatter: (v: number) => format.bytes(v), color: c.soft}}),
      series: [{type: 'line', step: 'end', showSymbol: false, lineStyle: {color: c.time},
                areaStyle: {color: c.time, opacity: 0.2}, itemStyle: {color: c.time},
                data: events.map((event) => [event.at_ns, event.bytes])}],
    }),
    points: () => events.length,
    choose: (index) => {
      const at = module(index);
      if (at) select(at);
    },
  });
  const peak = report.memory;
  const where = peak ? report.modules[peak.peak_module] : undefined;
  return section('memory', 'Memory over the call',
                 peak && where ? `${format.bytes(peak.peak_bytes)} at the peak, in ${nameOf(where)}; ` +
                     `parameters (${format.bytes(report.model.parameter_bytes)}) and inputs ` +
                     `(${format.bytes(peak.input_bytes)}) are beside it.` : '',
                 picture.element);
}

const MOST_SAMPLES = 2000;

/// Of very many the lowest and the highest of each stretch, so that no outlier is lost.
function thinned(samples: number[]): [number, number][] {
  const all = samples.map((ns, index): [number, number] => [index + 1, ns]);
  if (all.length <= MOST_SAMPLES) return all;
  const stretch = Math.ceil(2 * all.length / MOST_SAMPLES);
  const kept: [number, number][] = [];
  for (let start = 0; start < all.length; start += stretch) {
    const part = all.slice(start, start + stretch).sort((a, b) => a[1] - b[1]);
    const ends = [part[0], part[part.length - 1]].filter((end) => end !== undefined);
    kept.push(...ends.sort((a, b) => a[0] - b[0]));
  }
  return kept;
}

export function latency(report: Report): HTMLElement | null {
  const samples = report.run_latencies_ns;
  if (samples.length < 2) return null;
  const points = thinned(samples);
  const {median, p90} = report.latency_ns;
  const [divisor, unit] = median >= 1e6 ? [1e6, 'ms'] : [1e3, 'µs'];
  const picture = chart({
    label: 'Latency of each counted call without hooks, in order',
    height: 240,
    option: (c) => ({
      grid: {...GRID, right: 60},
      tooltip: {...tooltip(c), formatter: (point: {dataIndex: number}) => {
        const [call, ns] = points[point.dataIndex] ?? [0, null];
        return tip(`call ${call}`, format.duration(ns));
      }},
      xAxis: axis(c, {type: 'value', min: 1, max: samples.length, minInterval: 1, name: 'call',
                      nameLocation: 'middle', nameGap: 26, splitLine: {show: false}}),
      yAxis: axis(c, {type: 'value', scale: true, name: unit, axisLabel: {color: c.soft,
                      formatter: (v: number) => String(Number((v / divisor).toPrecision(6)))}}),
      series: [{
        type: 'scatter', symbolSize: 6, itemStyle: {color: c.time, opacity: 0.7},
        data: points,
        markLine: {silent: true, symbol: 'none', lineStyle: {color: c.soft},
                   label: {color: c.soft, formatter: '{b}'},
                   data: [{yAxis: median, name: 'median'}, {yAxis: p90, name: 'p90'}]},
      }],
    }),
    points: () => points.length,
  });
  return section('latency', 'Latency samples',
                 (points.length < samples.length ? `The extremes of ${samples.length} counted calls`
                      : 'Every counted call') + ' without hooks. A slope is drift, two bands are two ways to run.',
                 picture.element);
}

export const hasTimes = (report: Report): boolean =>
    report.modules.some((module) => timeOf(module).exclusive.count > 0);
