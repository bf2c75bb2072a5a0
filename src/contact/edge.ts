/** One way from who asks to who answers. */
export interface Edge {
  /** Component that asks; absent = the suite. */
  readonly from?: string;
  readonly to: string;
}

/** `service` (suite > service) or `service>mediamtx`. */
export function nameEdge({ from, to }: Edge): string {
  return from === undefined ? to : `${from}>${to}`;
}

export function parseEdge(text: string): Edge {
  const [first = '', second] = text.split('>').map((part) => part.trim());
  return second === undefined ? { to: first } : { from: first, to: second };
}
