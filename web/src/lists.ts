// What has no picture: operators, lines of code, uncounted work, warnings.
import type {Report} from './data';
import {el, plainTable, section} from './dom';
import * as format from './format';

const LONG_LIST = 15;

function operators(report: Report): HTMLElement | null {
  const rows = [...report.operators];
  if (rows.length === 0) return null;
  const timed = report.operator_timing;
  const whole = timed ? timed.operators_ns + timed.between_ns : 0;
  rows.sort(timed ? (a, b) => (b.time_ns ?? 0) - (a.time_ns ?? 0) : (a, b) => b.flops - a.flops);
  return section('operators', 'Operators',
      timed ? `As the executor ran them; ${format.duration(timed.between_ns)} of a call ` +
              `(${format.percent(100 * timed.between_ns / whole)} %) passes between them.`
            : 'What they cost. --operators times them, too.',
      plainTable('Operators by module', [
        {title: 'operator', text: (row) => row.name},
        {title: 'module', text: (row) => row.module || '(model)'},
        {title: 'calls', number: true, text: (row) => format.whole(row.timed_calls ?? row.calls)},
        {title: 'FLOPs', number: true, text: (row) =>
            row.state === 'priced' ? format.count(row.flops) : row.state},
        ...(timed ? [
          {title: 'time', number: true, text: (row: typeof rows[0]) => format.duration(row.time_ns)},
          {title: '%', number: true, text: (row: typeof rows[0]) => row.time_ns === null
              ? format.UNKNOWN : format.percent(100 * row.time_ns / whole)},
        ] : []),
      ], rows, LONG_LIST));
}

function sources(report: Report): HTMLElement | null {
  if (!report.sources || report.sources.length === 0) return null;
  return section('sources', 'Lines of code', 'Where in the Python that the model was made from.',
      plainTable('Lines of code', [
        {title: 'line', text: (row) => row.file ? `${row.file}:${row.line}` : '(unknown)'},
        {title: 'function', text: (row) => row.function},
        {title: 'text', text: (row) => row.scope ? `${row.text}  (${row.scope})` : row.text},
        {title: 'calls', number: true, text: (row) => format.whole(row.calls)},
        {title: 'FLOPs', number: true, text: (row) => format.count(row.flops)},
        {title: 'time', number: true, text: (row) => format.duration(row.time_ns)},
        {title: '%', number: true, text: (row) => format.percent(row.time_percent)},
      ], [...report.sources].sort((a, b) => (b.time_ns ?? b.flops) - (a.time_ns ?? a.flops)), LONG_LIST));
}

function uncounted(report: Report): HTMLElement | null {
  if (report.uncounted.length === 0) return null;
  return section('uncounted', 'Uncounted operators',
      'No formula knows them: FLOPs are without theirs. --costs gives them one.',
      plainTable('Uncounted operators', [
        {title: 'operator', text: (row) => row.operator},
        {title: 'calls', number: true, text: (row) => format.whole(row.calls)},
        {title: 'modules', text: (row) => row.modules.map((path) => path || '(model)').join(', ')},
        {title: 'at most % of the time', number: true, text: (row) =>
            format.percent(row.time_percent_at_most)},
      ], report.uncounted, LONG_LIST));
}

export function notes(warnings: {code: string; message: string}[]): HTMLElement | null {
  if (warnings.length === 0) return null;
  return section('warnings', 'Warnings', '', el('ul', {}, ...warnings.map((note) =>
      el('li', {}, `${note.message} `, el('code', {}, note.code)))));
}

export const lists = (report: Report): (HTMLElement | null)[] =>
    [operators(report), sources(report), uncounted(report)];
