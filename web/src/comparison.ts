// Two versions of a model beside each other.
import {axis, chart, tip, tooltip, type Colors} from './charts';
import type {Comparison, ModuleChange} from './data';
import {nameOf} from './data';
import {el, plainTable, section} from './dom';
import * as format from './format';

const MOST_BARS = 20;
const BAR_HEIGHT = 26;

const changeNs = (change: ModuleChange): number => (change.own.new_ns ?? 0) - (change.own.base_ns ?? 0);

function interval(percents: [number, number] | null): string {
  return percents ? `${format.signedPercent(percents[0])} to ${format.signedPercent(percents[1])}` : '';
}

function bars(changes: ModuleChange[], c: Colors): Record<string, unknown> {
  return {
    grid: {left: 8, right: 16, top: 8, bottom: 8, containLabel: true},
    tooltip: {...tooltip(c), formatter: (point: {dataIndex: number}) => {
      const change = changes[point.dataIndex];
      return change ? tip(`${nameOf(change)} (${change.class})`,
          `${format.duration(change.own.base_ns)} to ${format.duration(change.own.new_ns)}`,
          `${format.signedPercent(change.own.percent)} ${interval(change.own.percent_ci95)}`,
          change.verdict) : '';
    }},
    xAxis: axis(c, {type: 'value', axisLabel: {formatter: (v: number) => format.duration(v), color: c.soft}}),
    yAxis: axis(c, {type: 'category', inverse: true, data: changes.map(nameOf), splitLine: {show: false},
                    axisLabel: {color: c.text, width: 150, overflow: 'truncate'}}),
    series: [{type: 'bar', data: changes.map((change) => ({
      value: changeNs(change),
      itemStyle: {color: changeNs(change) > 0 ? c.bad : c.good,
                  opacity: change.verdict === 'slower' || change.verdict === 'faster' ? 1 : 0.4},
    }))}],
  };
}

function names(id: string, title: string, paths: string[]): HTMLElement | null {
  return paths.length === 0 ? null
      : section(id, title, '', el('ul', {}, ...paths.map((path) => el('li', {}, path))));
}

export function comparison(data: Comparison): (HTMLElement | null)[] {
  const {latency} = data;
  const changes = [...data.modules].sort((a, b) => Math.abs(changeNs(b)) - Math.abs(changeNs(a)));
  const shown = changes.slice(0, MOST_BARS).filter((change) => changeNs(change) !== 0);
  const head = el('header', {id: 'headline'}, el('h1', {}, 'What the change did'),
      el('p', {class: `verdict ${data.latency_verdict}`},
         el('b', {}, `Latency: ${format.signedPercent(latency.percent)}, ${data.latency_verdict}`)),
      el('p', {}, `${format.duration(latency.base_ns)} to ${format.duration(latency.new_ns)}` +
          (latency.percent_ci95 ? `; 95 %: ${interval(latency.percent_ci95)}` : '')),
      el('dl', {class: 'facts'}, el('dt', {}, 'Base'),
         el('dd', {}, `${data.base.model}, ${data.base.processes} processes`), el('dt', {}, 'New'),
         el('dd', {}, `${data.new.model}, ${data.new.processes} processes`)));
  const picture = chart({
    label: 'Change of the own time of the modules that change most; the table has the numbers',
    height: shown.length * BAR_HEIGHT + 50,
    option: (c) => bars(shown, c),
    points: () => shown.length,
  });
  return [
    head,
    shown.length > 0 ? section('changes', 'Where the time changed',
        'Own time in a call of the model. Pale bars are not clear of the noise.', picture.element) : null,
    section('modules', 'Modules', '', plainTable<ModuleChange>('Changes by module', [
      {title: 'module', text: (change) => change.base_path === change.path ? nameOf(change)
          : `${nameOf(change)} (was ${change.base_path})`},
      {title: 'class', text: (change) => change.class},
      {title: 'base', number: true, text: (change) => format.duration(change.own.base_ns)},
      {title: 'new', number: true, text: (change) => format.duration(change.own.new_ns)},
      {title: 'change', number: true, text: (change) => format.signedPercent(change.own.percent)},
      {title: '95 %', text: (change) => interval(change.own.percent_ci95)},
      {title: 'verdict', text: (change) => change.verdict},
    ], changes, 40)),
    names('added', 'Added modules', data.added), names('removed', 'Removed modules', data.removed),
  ];
}
