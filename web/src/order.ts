// Searching and sorting the rows of a table, by their indexes: pure.

export type Value = number | string | null;

const WORDS = new Intl.Collator('en', {numeric: true});  // b4 before b16

/// Unknown ones stand last, whichever way round.
function compare(a: Value, b: Value, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = typeof a === 'string' && typeof b === 'string' ? WORDS.compare(a, b)
      : a < b ? -1 : a > b ? 1 : 0;
  return descending ? -order : order;
}

/// The rows whose text has every word that is searched for; all where there is none.
export function found<Row>(rows: Row[], search: string, text: (row: Row) => string): number[] {
  const wanted = search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const indexes = [...rows.keys()];
  if (wanted.length === 0) return indexes;
  return indexes.filter((index) => {
    const has = text(rows[index] as Row).toLowerCase();
    return wanted.every((word) => has.includes(word));
  });
}

export function sorted<Row>(rows: Row[], indexes: number[], value: (row: Row) => Value,
                            descending: boolean): number[] {
  const values = rows.map(value);
  return [...indexes].sort((a, b) => compare(values[a] ?? null, values[b] ?? null, descending));
}
