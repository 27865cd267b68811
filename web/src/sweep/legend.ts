// Names of lines above a chart: over some lines where there is room, else in pages.
import type {Colors} from '../charts';

const FONT_SIZE = 12;
const LINE_HEIGHT = 22;
const MOST_LINES = 3;
const MARK = 25;   // before each name, with its gap
const GAP = 12;    // behind each name
const SPARE = 6;   // the browser and ECharts may measure a little differently
const PAGER = 90;

let context: CanvasRenderingContext2D | null | undefined;

function widthOf(text: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * FONT_SIZE * 0.6;
  context.font = `${FONT_SIZE}px ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width;
}

/// As much of it as there is room for, on one line.
function fitted(name: string, room: number): string {
  const text = name.replace(/\s+/g, ' ');
  if (widthOf(text) <= room) return text;
  let [low, high] = [0, text.length];  // letters that fit, and that do not
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (widthOf(`${text.slice(0, middle)}…`) <= room) low = middle;
    else high = middle;
  }
  return `${text.slice(0, low)}…`;
}

function linesFor(names: string[], width: number): number {
  let lines = 1;
  let used = 0;
  for (const name of names) {
    const needed = MARK + widthOf(name) + SPARE;
    if (used > 0 && used + needed > width) {
      lines += 1;
      used = 0;
    }
    used += needed + GAP;
  }
  return lines;
}

/// Names of lines, whatever is in them: ECharts gets numbers. `height` is what they take.
export function legend(c: Colors, names: string[], width: number): {option: Record<string, unknown>; height: number} {
  const short = (room: number): string[] => names.map((name) => fitted(name, Math.max(room, 40)));
  const whole = short(width - MARK - SPARE);
  const lines = linesFor(whole, width);
  const isPaged = lines > MOST_LINES;
  const texts = isPaged ? short(width - MARK - SPARE - PAGER) : whole;
  return {
    height: isPaged ? LINE_HEIGHT : lines * LINE_HEIGHT,
    option: {
      type: isPaged ? 'scroll' : 'plain', top: 0, left: 0, right: 0, padding: 0, itemGap: GAP, itemWidth: 20,
      data: names.map((_, index) => String(index)), formatter: (index: string) => texts[Number(index)] ?? '',
      itemHeight: 12, textStyle: {color: c.text, fontSize: FONT_SIZE},
      inactiveColor: c.line, pageTextStyle: {color: c.soft}, pageIconColor: c.text, pageIconInactiveColor: c.line,
    },
  };
}
