import { oneLine } from '#domain';
import type { Effect } from '#domain';

const TITLE_CHARS = 160;

/** What a failure is about, on one line. Of a test that took too long the last line matters: it says what was waited for. */
export function headline({ failure, outcome, reason }: Effect): string {
  const lines = failure.message.split('\n').filter((line) => line.trim() !== '');
  const [first = '', ...rest] = lines;
  const text =
    reason === 'time-limit' && rest.length > 0
      ? `${first.split('. ')[0] ?? first} ${rest.at(-1) ?? ''}`
      : lines.join(' ');
  return `${failure.type || outcome}: ${oneLine(text, TITLE_CHARS) || outcome}`;
}
