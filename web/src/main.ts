import {drawAll} from './charts';
import {comparison} from './comparison';
import type {Data, Report} from './data';
import {hostAndDevice} from './device';
import {el} from './dom';
import {headline} from './headline';
import {lists, notes} from './lists';
import {mismatch} from './mismatch';
import {hasTimes, latency, memory, roofline} from './plots';
import './style.css';
import {sweepParts} from './sweep/page';
import {ModuleTable} from './table';
import {tree} from './tree';

type Parts = (HTMLElement | null)[];

function reportParts(report: Report): Parts {
  const table = new ModuleTable(report);
  const timed = hasTimes(report);
  return [
    headline(report), notes(report.warnings), mismatch(report, table.select),
    hostAndDevice(report, table.select), timed ? tree(report, table.select) : null, table.element,
    roofline(report, table.select), memory(report, table.select), latency(report), ...lists(report),
  ];
}

function partsOf(data: Data): Parts {
  switch (data.kind) {
    case 'report': return reportParts(data.report);
    case 'comparison': return [...comparison(data.comparison), notes(data.comparison.warnings)];
    case 'sweep': return sweepParts(data.sweep);
  }
}

function nameOf(data: Data): string {
  switch (data.kind) {
    case 'report': return data.report.model.path;
    case 'comparison': return data.comparison.new.model;
    case 'sweep': return data.sweep.plan;
  }
}

function navigation(parts: HTMLElement[]): HTMLElement {
  const links = parts.filter((part) => part.tagName === 'SECTION').map((part) =>
      el('a', {href: `#${part.id}`}, part.querySelector('h2')?.textContent ?? part.id));
  const theme = el('button', {type: 'button', click: () => {
    const root = document.documentElement;
    const dark = root.dataset['theme'] ? root.dataset['theme'] === 'dark'
        : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset['theme'] = dark ? 'light' : 'dark';
    drawAll();
  }}, 'Light or dark');
  return el('nav', {'aria-label': 'Parts of the report'}, ...links, theme);
}

/// Paper is white: charts need the colours for it as well. Lists are printed whole.
function printLight(): void {
  const root = document.documentElement;
  let before: string | undefined;
  addEventListener('beforeprint', () => {
    before = root.dataset['theme'];
    root.dataset['theme'] = 'light';
    for (const button of document.querySelectorAll<HTMLElement>('button.more')) button.click();
    drawAll();
  });
  addEventListener('afterprint', () => {
    if (before === undefined) delete root.dataset['theme'];
    else root.dataset['theme'] = before;
    drawAll();
  });
}

function show(data: Data): void {
  const parts = partsOf(data).filter((part): part is HTMLElement => part !== null);
  document.getElementById('page')?.replaceChildren(navigation(parts), ...parts);
  document.title = `${nameOf(data).split('/').pop()} – hookstat`;
  drawAll();
  printLight();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
}

const text = document.getElementById('hookstat-data')?.textContent ?? '';
show(JSON.parse(text) as Data);
