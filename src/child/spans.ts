export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text or bytes: both search the same way. */
interface Searched<Form> {
  readonly indexOf: (form: Form, from: number) => number;
}

/** All places of all forms, overlapping ones joined: replacing form by form would leave the rest of an overlapped one. */
export function findSpans<Form extends { readonly length: number }>(
  searched: Searched<Form>,
  forms: readonly Form[],
): readonly Span[] {
  const found: Span[] = [];
  for (const form of forms) {
    for (let start = searched.indexOf(form, 0); start >= 0; start = searched.indexOf(form, start + 1)) {
      found.push({ start, end: start + form.length });
    }
  }
  return found.length < 2 ? found : joinSpans(found);
}

function joinSpans(found: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of found.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && span.start < last.end) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else joined.push(span);
  }
  return joined;
}
