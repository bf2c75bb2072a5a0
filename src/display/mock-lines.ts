import { count } from '#domain';
import type { RunEvent } from '#domain';
import { terminalText } from './terminal-text.ts';

/** What was found before the suites: told when something is wrong, else only to who wants to know all. */
export function describeMockLook(event: RunEvent, verbose: boolean): string | undefined {
  if (event.kind === 'scan-made') {
    const { files, blocked, warned, tolerated } = event;
    const more = `${warned} listed only${tolerated > 0 ? `, ${tolerated} tolerated` : ''}`;
    if (blocked === 0) return verbose ? `  scan of ${count(files, 'file')}: no mock, ${more}` : undefined;
    return `! scan of ${count(files, 'file')}: ${count(blocked, 'mock')} where mocks are forbidden, ${more}`;
  }
  if (event.kind !== 'canary-made') return undefined;
  const { engine, refused, note, tookMs } = event.canary;
  const told = `${terminalText(engine, 80)}: ${terminalText(note, 200)}`;
  if (!refused) return `! the guard let a known mock pass in engine ${told}`;
  return verbose ? `  canary in ${told} after ${tookMs} ms` : undefined;
}
