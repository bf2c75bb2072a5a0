/** The name that was probably meant: the closest of `known` by edits, or nothing when none is close. Ties go to the first. */
export function findNearest(written: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(written.length / 3));
  let best: { readonly name: string; readonly edits: number } | undefined;
  for (const name of known) {
    const edits = countEdits(written.toLowerCase(), name.toLowerCase());
    if (
      edits <= limit &&
      edits * 2 < Math.max(written.length, name.length) &&
      (best === undefined || edits < best.edits)
    )
      best = { name, edits };
  }
  return best?.name;
}

/** `; did you mean "x"?`, or nothing. */
export function describeNearest(written: string, known: readonly string[]): string {
  const nearest = findNearest(written, known);
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
}

// Optimal string alignment: an insertion, deletion, change or swap of neighbours is one edit.
function countEdits(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > 20) return Number.POSITIVE_INFINITY;
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= to.length; column += 1) {
      next.push(stepEdits({ from, to, row, column }, { before, last, next }));
    }
    before = last;
    last = next;
  }
  return last[to.length] ?? 0;
}

interface Cell {
  readonly from: string;
  readonly to: string;
  readonly row: number;
  readonly column: number;
}

interface Rows {
  readonly before: readonly number[];
  readonly last: readonly number[];
  readonly next: readonly number[];
}

function stepEdits({ from, to, row, column }: Cell, { before, last, next }: Rows): number {
  const same = from[row - 1] === to[column - 1];
  const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
  return Math.min(
    at(last, column) + 1,
    at(next, column - 1) + 1,
    at(last, column - 1) + (same ? 0 : 1),
    swapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
  );
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
