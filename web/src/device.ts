// What the device does and waits for in each module, beside what the host takes to launch it.
import {axis, chart, tip, tooltip, type Colors} from './charts';
import {nameOf, type Device, type Module, type Report} from './data';
import {section} from './dom';
import * as format from './format';

const SHOWN = 24;
const BAR_HEIGHT = 24;

const busyOf = (module: Module): number => Math.min(
    module.device_busy_ns?.exclusive.mean ?? 0, module.device_time_ns?.exclusive.mean ?? 0);
const idleOf = (module: Module): number => (module.device_time_ns?.exclusive.mean ?? 0) - busyOf(module);

function bars(rows: Module[], c: Colors): Record<string, unknown> {
  const series = (name: string, color: string, stack: string, value: (module: Module) => number) => ({
    type: 'bar', name, stack, itemStyle: {color}, emphasis: {focus: 'none'}, barGap: '10%',
    data: rows.map(value),
  });
  return {
    grid: {left: 8, right: 16, top: 32, bottom: 8, containLabel: true},
    legend: {top: 0, left: 0, textStyle: {color: c.text}},
    tooltip: {...tooltip(c), trigger: 'axis', axisPointer: {type: 'shadow'},
              formatter: (points: {dataIndex: number}[]) => describe(rows[points[0]?.dataIndex ?? 0])},
    xAxis: axis(c, {type: 'value',
                    axisLabel: {formatter: (v: number) => format.duration(v), color: c.soft}}),
    yAxis: axis(c, {type: 'category', inverse: true, data: rows.map(nameOf), triggerEvent: true,
                    axisLabel: {color: c.text, width: 150, overflow: 'truncate'},
                    splitLine: {show: false}}),
    series: [series('device busy', c.time, 'device', busyOf),
             series('device waits for the host', c.bad, 'device', idleOf),
             series('host launches', c.soft, 'host', (module) => module.time_ns.exclusive.mean)],
  };
}

function describe(module: Module | undefined): HTMLElement | string {
  if (!module) return '';
  return tip(`${nameOf(module)} (${module.class})`, `device busy ${format.duration(busyOf(module))}`,
             `waits ${format.duration(idleOf(module))}, ${format.percent(module.device_idle_percent)} %`,
             `launched in ${format.duration(module.time_ns.exclusive.mean)}`);
}

function verdict(device: Device): string {
  const waits = device.waits_in === null ? ''
      : ` The host waits for the device in ${device.waits_in || '(model)'}.`;
  if (device.bound === 'launch') return 'Launch-bound: the host sets the pace, and faster kernels gain nothing.';
  const pace = device.bound === 'device' ? 'The device sets the pace.'
      : device.bound === 'both' ? 'Host and device take about as long.' : 'Who sets the pace is not known.';
  return pace + waits;
}

export function hostAndDevice(report: Report, select: (module: Module) => void): HTMLElement | null {
  const {device} = report;
  if (!device?.busy_ns) return null;
  const rows = report.modules
      .filter((module) => (module.device_time_ns?.exclusive.mean ?? 0) > 0)
      .sort((a, b) => (b.device_time_ns?.exclusive.mean ?? 0) - (a.device_time_ns?.exclusive.mean ?? 0))
      .slice(0, SHOWN);
  if (rows.length === 0) return null;
  const picture = chart({
    label: 'What the device does and waits for, beside what launching takes; the table has the numbers',
    height: () => rows.length * BAR_HEIGHT + 60,
    option: (c) => bars(rows, c),
    points: () => rows.length,
    choose: (index) => {
      const module = rows[index];
      if (module) select(module);
    },
  });
  return section('device', 'Host and device', verdict(device) + ' The modules with most device time.',
                 picture.element);
}
