import { Chalk } from 'chalk';
import type { Check } from '#domain';
import { terminalText } from './terminal-text.ts';

/** One line of `reality doctor`, with the remedy below it. */
export function renderCheck(one: Check, colour: boolean): string {
  const paint = new Chalk({ level: colour ? 1 : 0 });
  const sign = { ok: paint.green('✓'), note: paint.yellow('·'), missing: paint.red('✗') }[one.state];
  const needed = one.state === 'ok' ? '' : ` (needed: ${one.needed})`;
  const mend = one.mend === '' ? '' : `\n    ${terminalText(one.mend)}`;
  return `${sign} ${one.what}: ${terminalText(one.found)}${needed}${mend}\n`;
}
