// A table to search and sort. Only the rows in sight are elements, so that thousands scroll as well
// as ten.
import {el} from './dom';

const ROW_HEIGHT = 26;
const ROWS_IN_SIGHT = 22;
const SPARE_ROWS = 8;

export interface GridColumn<Row, Key> {
  key: Key | null;  // null: nothing to sort by
  title: string;
  number: boolean;
  text: (row: Row) => string;
}

export interface Order<Key> {
  search: string;
  sort: Key;
  descending: boolean;
}

export interface GridParts<Row, Key> {
  things: string;       // what the rows are: "modules"
  label: string;        // of the table, for those who hear it
  searchLabel: string;  // what is searched
  rows: Row[];
  columns: GridColumn<Row, Key>[];
  unsorted: Key;  // the order that they are given in
  /// Indexes of the rows to show.
  order: (order: Order<Key>) => number[];
  /// The first cell of a row.
  name: (row: Row, index: number) => HTMLElement;
  attributes: (row: Row) => Record<string, string>;
  spoken: (row: Row) => string;
  /// Another row is the selected one; none where none is shown.
  moved?: (row: Row | undefined) => void;
  /// Whether it made something of the key.
  onKey?: (key: string, index: number) => boolean;
}

export class Grid<Row, Key extends string> {
  readonly box: HTMLElement;
  readonly status = el('span', {class: 'about', role: 'status'});
  readonly spoken = el('span', {class: 'spoken', 'aria-live': 'polite'});
  readonly search: HTMLInputElement;
  private readonly body = el('tbody');
  private readonly table: HTMLElement;
  private readonly heads = new Map<Key, HTMLElement>();
  private view: Order<Key>;
  private shown: number[] = [];
  private current = 0;

  constructor(private readonly parts: GridParts<Row, Key>) {
    this.view = {search: '', sort: parts.unsorted, descending: true};
    this.search = el('input', {
      type: 'search', placeholder: parts.searchLabel, 'aria-label': parts.searchLabel,
      input: () => this.change({search: this.search.value}),
    });
    // A grid: its rows can be the selected one, those of a plain table cannot.
    this.table = el('table', {role: 'grid', 'aria-label': parts.label}, this.head(), this.body);
    this.box = el('div', {class: 'scroll rows', tabindex: 0, role: 'region', 'aria-label': parts.label,
                          scroll: () => this.draw(), keydown: (event: KeyboardEvent) => this.onKey(event)},
                  this.table);
    addEventListener('beforeprint', () => this.draw(true));
    addEventListener('afterprint', () => this.draw());
  }

  readonly isUnsorted = (): boolean => this.view.sort === this.parts.unsorted && this.view.search === '';

  change(change: Partial<Order<Key>>): void {
    this.view = {...this.view, ...change};
    this.search.value = this.view.search;
    this.current = 0;
    this.box.scrollTop = 0;
    this.update();
  }

  /// After what `order` goes by has changed.
  update(): void {
    this.shown = this.parts.order(this.view);
    for (const [key, th] of this.heads) {
      th.setAttribute('aria-sort', key !== this.view.sort ? 'none'
          : this.view.descending ? 'descending' : 'ascending');
    }
    this.table.setAttribute('aria-rowcount', String(this.shown.length + 1));  // with the head
    this.status.textContent = `${this.shown.length} of ${this.parts.rows.length} ${this.parts.things}`;
    this.draw();
  }

  readonly shows = (index: number): boolean => this.shown.includes(index);

  /// Brings the row to the reader's eye; it must be among those shown.
  select(index: number): void {
    this.moveTo(this.shown.indexOf(index));
    (this.box.parentElement ?? this.box).scrollIntoView({block: 'nearest'});
    this.box.focus({preventScroll: true});
  }

  private head(): HTMLElement {
    return el('thead', {}, el('tr', {'aria-rowindex': 1}, ...this.parts.columns.map(({key, title, number}) => {
      if (key === null) return el('th', {scope: 'col'}, title);
      const th = el('th', {scope: 'col', class: number ? 'number' : '', 'aria-sort': 'none'},
                    el('button', {type: 'button', click: () => this.sortBy(key, number)}, title));
      this.heads.set(key, th);
      return th;
    })));
  }

  private sortBy(key: Key, isNumber: boolean): void {
    const descending = this.view.sort === key ? !this.view.descending : isNumber;
    this.change({sort: key, descending});
  }

  /// Those in sight, or all: for paper.
  private draw(all = false): void {
    const first = all ? 0 : Math.max(0, Math.floor(this.box.scrollTop / ROW_HEIGHT) - SPARE_ROWS);
    const last = all ? this.shown.length
        : Math.min(this.shown.length, first + ROWS_IN_SIGHT + 2 * SPARE_ROWS);
    const space = (rows: number): HTMLElement =>
        el('tr', {class: 'space', 'aria-hidden': 'true', style: `height:${rows * ROW_HEIGHT}px`});
    this.body.replaceChildren(space(first),
        ...this.shown.slice(first, last).map((index, at) => this.row(index, first + at)),
        space(this.shown.length - last));
    this.parts.moved?.(this.parts.rows[this.shown[this.current] ?? -1]);
  }

  private row(index: number, at: number): HTMLElement {
    const row = this.parts.rows[index] as Row;
    return el('tr', {'aria-rowindex': at + 2, 'aria-selected': String(at === this.current),
                     ...this.parts.attributes(row), click: () => this.moveTo(at)},
              this.parts.name(row, index),
              ...this.parts.columns.slice(1).map((column) => el('td', column.number
                  ? {class: `number ${column.key}`} : {}, column.text(row))));
  }

  private moveTo(at: number): void {
    this.current = Math.max(Math.min(at, this.shown.length - 1), 0);
    const top = this.current * ROW_HEIGHT;
    const height = this.box.clientHeight - ROW_HEIGHT;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    if (top + 2 * ROW_HEIGHT > this.box.scrollTop + height) {
      this.box.scrollTop = top + 2 * ROW_HEIGHT - height;
    }
    this.draw();
  }

  /// For those who hear the page: rows have no focus of their own.
  private announce(): void {
    const row = this.parts.rows[this.shown[this.current] ?? -1];
    if (row !== undefined) this.spoken.textContent = this.parts.spoken(row);
  }

  private onKey(event: KeyboardEvent): void {
    const moves: Record<string, number> = {
      ArrowDown: 1, ArrowUp: -1, PageDown: ROWS_IN_SIGHT, PageUp: -ROWS_IN_SIGHT,
      Home: -Infinity, End: Infinity,
    };
    const by = moves[event.key];
    const index = this.shown[this.current];
    if (by !== undefined) {
      this.moveTo(this.current + by);
      this.announce();
    } else if (index === undefined || !this.parts.onKey?.(event.key, index)) {
      return;
    }
    event.preventDefault();
  }
}
