import type { ChildEnd } from '#domain';

const MAX_LINES = 12;
const MAX_TEXT = 1500;

/** The last lines of stderr, or of stdout where stderr is empty; undefined when a process said nothing at all. */
export function quoteTail(
  end: Pick<ChildEnd, 'stdout' | 'stderr'>,
): { readonly stream: 'stderr' | 'stdout'; readonly text: string } | undefined {
  const stderr = cut(end.stderr.tail);
  if (stderr !== '') return { stream: 'stderr', text: stderr };
  const stdout = cut(end.stdout.tail);
  return stdout === '' ? undefined : { stream: 'stdout', text: stdout };
}

function cut(tail: string): string {
  return tail.trim().split('\n').slice(-MAX_LINES).join('\n').slice(-MAX_TEXT);
}
