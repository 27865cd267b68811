// What the device does and waits for in each module, beside what the host takes to launch it.
import {BARS_IN_SIGHT, bars, barsHeight, type Bars} from './bars';
import {chart, tip, type Colors} from './charts';
import {nameOf, type Device, type Module, type Report} from './data';
import {section} from './dom';
import * as format from './format';

const spanOf = (module: Module): number => module.device_time_ns?.exclusive.mean ?? 0;
const busyOf = (module: Module): number =>
    Math.min(module.device_busy_ns?.exclusive.mean ?? 0, spanOf(module));
const idleOf = (module: Module): number => spanOf(module) - busyOf(module);

const times = (c: Colors): Bars => ({
  unit: (ns) => format.duration(ns),
  series: [{name: 'device busy', color: c.time, stack: 'device', value: busyOf},
           {name: 'device waits for the host', color: c.bad, stack: 'device', value: idleOf},
           {name: 'host launches', color: c.soft, stack: 'host',
            value: (module) => module.time_ns.exclusive.mean}],
  describe,
});

function describe(module: Module): HTMLElement {
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
      .filter((module) => spanOf(module) > 0)
      .sort((a, b) => spanOf(b) - spanOf(a))
      .slice(0, BARS_IN_SIGHT);
  if (rows.length === 0) return null;
  const picture = chart({
    label: 'What the device does and waits for, beside what launching takes; the table has the numbers',
    height: () => barsHeight(rows.length),
    option: (c) => bars(rows, c, times(c)),
    points: () => rows.length,
    choose: (index) => {
      const module = rows[index];
      if (module) select(module);
    },
  });
  return section('device', 'Host and device', verdict(device) + ' The modules with most device time.',
                 picture.element);
}
