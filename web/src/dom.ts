// Elements. Text only ever becomes text: nothing here takes markup.

type Child = Node | string | null;
type Attributes = Record<string, string | number | boolean | ((event: never) => void)>;

export function el<K extends keyof HTMLElementTagNameMap>(
    tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name, value as EventListener);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children.filter((child): child is Node | string => child !== null));
  return element;
}

/// A part of the page with a heading; `about` says what it shows.
export function section(id: string, title: string, about: string, ...children: Child[]): HTMLElement {
  return el('section', {id, 'aria-labelledby': `${id}-title`},
            el('h2', {id: `${id}-title`}, title), about ? el('p', {class: 'about'}, about) : null,
            ...children);
}

/// Buttons of which one is pressed.
export function choice<T extends string>(
    label: string, options: readonly (readonly [T, string])[], start: T,
    choose: (value: T) => void): HTMLElement {
  const buttons = options.map(([value, text]) => el('button', {
    type: 'button', 'aria-pressed': String(value === start), click: () => {
      for (const button of buttons) button.setAttribute('aria-pressed', 'false');
      buttons[options.findIndex(([other]) => other === value)]?.setAttribute('aria-pressed', 'true');
      choose(value);
    },
  }, text));
  return el('div', {class: 'choice', role: 'group', 'aria-label': label}, ...buttons);
}

/// A list of which one is chosen, with its label in front.
export function picker(label: string, options: readonly (readonly [string, string])[], start: string,
                       choose: (value: string) => void): HTMLLabelElement {
  const list = el('select', {'aria-label': label, change: () => choose(list.value)},
                  ...options.map(([value, text]) => el('option', {value, selected: value === start}, text)));
  return el('label', {}, `${label} `, list);
}

export interface Column<Row> {
  title: string;
  text: (row: Row) => string;
  number?: boolean;
  wrap?: boolean;  // over several lines, where it is long
  more?: (row: Row) => HTMLElement | null;  // behind the text
}

function cell<Row>({title, text, number, wrap, more}: Column<Row>, row: Row): HTMLElement {
  return el('td', {class: number ? 'number' : wrap ? 'wrap' : '', role: 'cell', 'data-title': title},
            text(row), more?.(row) ?? null);
}

/// A plain table of the first `most` rows, with a button for the others. One that is `stacked` has its cells
/// one below the other in a narrow window; roles, as what is no longer laid out as a table is none to a reader.
export function plainTable<Row>(caption: string, columns: Column<Row>[], rows: Row[],
                                most = 20, stacked = false): HTMLElement {
  const body = el('tbody', {role: 'rowgroup'});
  const add = (part: Row[]): void => body.append(...part.map((row) =>
      el('tr', {role: 'row'}, ...columns.map((column) => cell(column, row)))));
  add(rows.slice(0, most));
  const head = el('tr', {role: 'row'}, ...columns.map((column) =>
      el('th', {scope: 'col', role: 'columnheader', ...(column.number ? {class: 'number'} : {})}, column.title)));
  const table = el('table', {role: 'table', class: stacked ? 'stacked' : ''}, el('caption', {}, caption),
                   el('thead', {role: 'rowgroup'}, head), body);
  const box = el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption}, table);
  if (rows.length <= most) return box;
  const more = el('button', {type: 'button', class: 'more', click: () => {
    add(rows.slice(most));
    more.remove();
  }}, `Show the other ${rows.length - most}`);
  return el('div', {}, box, more);
}
