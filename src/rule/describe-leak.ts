import type { Evidence, Leak } from '#domain';

const NAMED = 3;

/** What was left behind, in a sentence: the first few by name, the rest by number. */
export function describeLeaks(leaks: readonly Leak[]): string {
  const more = leaks.length - NAMED;
  return [...leaks.slice(0, NAMED).map(describeLeak), ...(more > 0 ? [`${more} more`] : [])].join('; ');
}

function describeLeak(leak: Leak): string {
  switch (leak.kind) {
    case 'process':
      return `process ${leak.process.argv.join(' ').slice(0, 120)}`;
    case 'listener':
      return `${leak.listener.protocol} listener ${leak.listener.address}`;
    case 'directory':
      return `folder ${leak.path}`;
    default:
      return leak satisfies never;
  }
}

/** Pointers to what was left behind, as far as it has an identity beyond its path. */
export function citeLeaks(leaks: readonly Leak[]): readonly Evidence[] {
  return leaks.flatMap((leak): readonly Evidence[] => {
    if (leak.kind === 'process') {
      const { pid, startTime } = leak.process;
      return [{ kind: 'process', pid, startTime, note: `ours by ${leak.signs.join(', ')}` }];
    }
    return leak.kind === 'listener'
      ? [{ kind: 'socket', address: leak.listener.address, note: 'still listening' }]
      : [];
  });
}
