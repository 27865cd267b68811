// ECharts with the charts that the page has, in the page's colours, and for the keyboard too.
import {BarChart, LineChart, ScatterChart, TreemapChart} from 'echarts/charts';
import {
  DataZoomComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import * as echarts from 'echarts/core';
import type {EChartsCoreOption} from 'echarts/core';
import {SVGRenderer} from 'echarts/renderers';

import {el} from './dom';

echarts.use([
  BarChart, LineChart, ScatterChart, TreemapChart, DataZoomComponent, GridComponent,
  LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent, SVGRenderer,
]);

export interface Colors {
  text: string;
  soft: string;
  line: string;
  card: string;
  time: string;
  flops: string;
  bad: string;
  good: string;
}

export function colors(): Colors {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    text: of('text'), soft: of('soft'), line: of('line'), card: of('card'), time: of('time'),
    flops: of('flops'), bad: of('bad'), good: of('good'),
  };
}

export interface Chart {
  element: HTMLElement;
  /// Draws anew: other data, other colours.
  draw: () => void;
}

interface Place {
  seriesIndex: number;
  dataIndex: number;
}

interface Description {
  label: string;
  height: (() => number) | number;
  option: (colors: Colors, width: number) => EChartsCoreOption;
  /// Its option goes by the width: drawn anew where that changes.
  isFitted?: boolean;
  /// Points that the arrow keys step through; without them Tab passes the chart by.
  points?: () => number;
  /// Where each of them is; without it they are those of the series 0.
  place?: (index: number) => Place;
  /// How many of them are in sight at once, where the others are reached by scrolling.
  inSight?: number;
  /// Where the series itself has other points: what is said of the one that the keys are at.
  stop?: (index: number) => string;
  /// A point was chosen: by Enter that with this index of `points`, or by a click, with its data and series.
  choose?: (index: number, data: unknown, seriesIndex?: number) => void;
}

const all: Chart[] = [];

export const drawAll = (): void => {
  for (const chart of all) chart.draw();
};

function common(c: Colors): EChartsCoreOption {
  return {
    animation: false,
    textStyle: {color: c.text, fontFamily: getComputedStyle(document.body).fontFamily},
    backgroundColor: 'transparent',
  };
}

export const tooltip = (c: Colors): Record<string, unknown> => ({
  backgroundColor: c.card, borderColor: c.line, textStyle: {color: c.text, fontSize: 12},
  confine: true, appendTo: 'body',
});

export const axis = (c: Colors, more: Record<string, unknown>): Record<string, unknown> => ({
  axisLine: {lineStyle: {color: c.line}}, axisTick: {lineStyle: {color: c.line}},
  axisLabel: {color: c.soft}, nameTextStyle: {color: c.soft}, splitLine: {lineStyle: {color: c.line}},
  ...more,
});

/// What a tooltip shows: a name and lines below it, as elements, so that names stay text.
export const tip = (name: string, ...lines: string[]): HTMLElement =>
    el('div', {class: 'tip'}, el('strong', {}, name), ...lines.map((line) => el('div', {}, line)));

/// Scrolls to the point if `inSight` of them are shown at once, and shows its tip.
function showPoint(instance: echarts.ECharts, at: number, points: number, inSight: number,
                   place: Place): void {
  instance.dispatchAction({type: 'downplay'});
  if (points > inSight) {
    const start = Math.min(Math.max(at - Math.floor(inSight / 2), 0), points - inSight);
    instance.dispatchAction({type: 'dataZoom', startValue: start, endValue: start + inSight - 1});
  }
  instance.dispatchAction({type: 'highlight', ...place});
  instance.dispatchAction({type: 'showTip', ...place});
}

interface Keys {
  step: (by: number) => void;
  choose: () => void;
  leave: () => void;
}

function listen(element: HTMLElement, keys: Keys): void {
  const steps: Record<string, number> = {ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1};
  element.addEventListener('keydown', (event) => {
    const by = steps[event.key];
    if (by !== undefined) keys.step(by);
    else if (event.key === 'Enter') keys.choose();
    else if (event.key === 'Escape') keys.leave();
    else return;
    event.preventDefault();
  });
  element.addEventListener('blur', keys.leave);
}

export function chart(description: Description): Chart {
  const element = el('div', {class: 'chart', role: 'img', 'aria-label': description.label,
                             ...(description.points ? {tabindex: 0} : {})});
  const spoken = el('p', {class: 'about', 'aria-live': 'polite'});
  const box = description.stop ? el('div', {}, element, spoken) : element;
  let instance: echarts.ECharts | null = null;
  let at = -1;
  let drawnWidth = 0;
  const height = (): number =>
      typeof description.height === 'number' ? description.height : description.height();
  const draw = (): void => {
    if (!element.isConnected) return;
    element.style.height = `${height()}px`;
    instance ??= echarts.init(element, null, {renderer: 'svg'});
    instance.resize();
    at = -1;
    instance.dispatchAction({type: 'hideTip'});
    instance.dispatchAction({type: 'downplay'});
    const c = colors();
    drawnWidth = element.clientWidth;
    instance.setOption({...common(c), ...description.option(c, drawnWidth)}, true);
    instance.off('click');
    instance.on('click', (event) => description.choose?.(event.dataIndex, event.data, event.seriesIndex));
  };
  const step = (by: number): void => {
    const points = description.points?.() ?? 0;
    if (!instance || points === 0) return;
    at = Math.min(Math.max(at + by, 0), points - 1);
    if (description.stop) spoken.textContent = `${description.stop(at)} (Enter shows its row)`;
    else showPoint(instance, at, points, description.inSight ?? points,
                   description.place?.(at) ?? {seriesIndex: 0, dataIndex: at});
  };
  listen(element, {
    step, choose: () => {
      if (at >= 0) description.choose?.(at, undefined);
    },
    leave: () => {
      instance?.dispatchAction({type: 'downplay'});
      instance?.dispatchAction({type: 'hideTip'});
    },
  });
  new ResizeObserver(() => {
    if (description.isFitted && instance && element.clientWidth !== drawnWidth) draw();
    else instance?.resize();
  }).observe(element);
  const result = {element: box, draw};
  all.push(result);
  return result;
}
