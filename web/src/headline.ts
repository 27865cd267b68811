// What was measured, and the figures that matter most.
import type {Device, Report} from './data';
import {el} from './dom';
import * as format from './format';

export function figure(label: string, value: string, detail = ''): HTMLElement {
  return el('div', {class: 'figure'}, el('dt', {}, label),
            el('dd', {}, el('b', {}, value), detail ? el('small', {}, detail) : null));
}

function deviceFigures({launch_ns: launch, busy_ns: busy, idle_percent: idle, queued}: Device): HTMLElement[] {
  return [
    figure('Launching', launch.count > 0 ? format.duration(launch.median) : format.UNKNOWN,
           `device busy ${format.duration(busy?.median)}`),
    figure('Device waits', idle === null ? format.UNKNOWN
               : `${queued ? '' : '≥ '}${idle.toFixed(1)} %`, 'of the latency'),
  ];
}

/// "NVIDIA H200, 151 GB, driver 580.95.05, CUDA 13.0", as far as it is known.
function hardware(machine: Report['environment']): string {
  if (!machine.device_name) return machine.cpu;
  const details: [string, string][] = [['driver', machine.driver_version], ['CUDA', machine.cuda_version],
                                       ['cuDNN', machine.cudnn_version]];
  return [machine.device_name,
          ...(machine.device_memory_bytes > 0 ? [format.bytes(machine.device_memory_bytes)] : []),
          ...details.filter(([, version]) => version).map((pair) => pair.join(' '))].join(', ');
}

function figures(report: Report): HTMLElement[] {
  const {latency_ns: plain, totals, overhead} = report;
  const interval = plain.median_ci95;
  const list = [
    figure('Latency, median', plain.count > 0 ? format.duration(plain.median) : format.UNKNOWN,
           interval ? `95 %: ${format.duration(interval[0])} to ${format.duration(interval[1])}`
                    : `${plain.count} calls`),
    figure('Slowest tenth from', plain.count > 0 ? format.duration(plain.p90) : format.UNKNOWN,
           report.noise.cv_percent === null ? `${plain.count} calls`
               : `varies by ${report.noise.cv_percent.toFixed(1)} %`),
    figure('Calls a second', plain.mean > 0 ? format.count(1e9 / plain.mean) : format.UNKNOWN,
           report.load ? `${report.load.threads} threads: ${format.count(report.load.calls_per_second)}`
                       : 'one after another'),
    figure('FLOPs', format.count(totals.flops) + (report.uncounted.length > 0 ? '+' : ''),
           `${format.speed(totals.efficiency.flops_per_second)}` +
               (totals.efficiency.roofline_percent === null ? ''
                : `, ${totals.efficiency.roofline_percent.toFixed(1)} % of the roof`)),
    figure('Parameters', format.count(totals.parameters), format.bytes(report.model.parameter_bytes)),
  ];
  if (report.memory) {
    list.push(figure('Memory at the peak', format.bytes(report.memory.peak_bytes),
                     'beside parameters and inputs'));
  }
  if (report.device) list.push(...deviceFigures(report.device));
  list.push(figure('Hooks add', plain.count > 0 && report.hooked_latency_ns.count > 0
                         ? format.signedPercent(overhead.percent) : format.UNKNOWN,
                   `first call ${format.duration(report.first_call_ns)}`));
  return list;
}

function measured({latency_ns, sampling, settings}: Report): string {
  if (sampling) {
    return `1 in ${sampling.every} of ${sampling.calls} calls of a server: ${sampling.hooked} with hooks, ` +
        `${sampling.plain} without`;
  }
  return `${latency_ns.count} calls after ${settings.warmup} warm-up calls` +
      (settings.processes > 1 ? ` in ${settings.processes} processes` : '');
}

function measuredFacts(report: Report): [string, string][] {
  const {environment: machine} = report;
  const peaks = report.machine_peaks
      ? report.machine_peaks.map((peak) => `${peak.dtype} ${format.speed(peak.flops_per_second)}`)
            .join(', ') + `, memory ${format.bytes(report.bytes_per_second)}/s (${report.how ?? ''})`
      : '';
  return [
    ['Model', report.model.path],
    ['Method', report.model.method],
    ['Inputs', report.inputs.map((input) => `${input.name} ${input.text || input.kind}`).join(', ')],
    ['Device', `${machine.device} (${hardware(machine)}), ${machine.threads} threads`],
    ['System', `${machine.os}, ${machine.logical_cores} cores`],
    ['Measured', measured(report)],
    ['Peaks', peaks],
    ['With', `LibTorch ${report.tool.libtorch_version}, ${report.tool.name} ${report.tool.version}`],
    ['Created', report.created],
  ];
}

/// Terms with what they are; those that are not known are left out.
export const facts = (list: [string, string][]): HTMLElement =>
    el('dl', {class: 'facts'}, ...list.filter(([, value]) => value !== '')
        .flatMap(([term, value]) => [el('dt', {}, term), el('dd', {}, value)]));

export function headline(report: Report): HTMLElement {
  const name = report.model.path.split('/').pop() || 'model';
  return el('header', {id: 'headline'},
            el('h1', {}, `${name} `, el('code', {}, report.model.method)),
            el('dl', {class: 'figures'}, ...figures(report)),
            el('details', {}, el('summary', {}, 'What was measured, on what'),
               facts(measuredFacts(report))));
}
