// Searching and sorting the rows of a table, by their indexes: pure.

export type Value = number | string | null;

/// Unknown ones stand last, whichever way round.
function compare(a: Value, b: Value, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = a < b ? -1 : a > b ? 1 : 0;
  return descending ? -order : order;
}

/// The rows whose text has what is searched for; all where nothing is.
export function found<Row>(rows: Row[], search: string, text: (row: Row) => string): number[] {
  const wanted = search.trim().toLowerCase();
  const indexes = [...rows.keys()];
  return wanted === '' ? indexes
      : indexes.filter((index) => text(rows[index] as Row).toLowerCase().includes(wanted));
}

export function sorted<Row>(rows: Row[], indexes: number[], value: (row: Row) => Value,
                            descending: boolean): number[] {
  const values = rows.map(value);
  return [...indexes].sort((a, b) => compare(values[a] ?? null, values[b] ?? null, descending));
}
