import { oneLine } from '#domain';
import type { Effect, Failure } from '#domain';

const TITLE_CHARS = 160;

/** What a failure is about, on one line. Of a test that took too long the last line matters: it says what was waited for. */
export function headline({ failure, outcome, reason }: Effect): string {
  const sides = describeSides(failure);
  if (sides !== undefined) return sides;
  const lines = failure.message.split('\n').filter((line) => line.trim() !== '');
  const [first = '', ...rest] = lines;
  const text =
    reason === 'time-limit' && rest.length > 0
      ? `${first.split('. ')[0] ?? first} ${rest.at(-1) ?? ''}`
      : lines.join(' ');
  return `${failure.type || outcome}: ${oneLine(text, TITLE_CHARS) || outcome}`;
}

/** How Node and Jest begin, who then draw a difference over several lines. */
const DRAWN = /^(?:Expected values to be|expect\()/u;
const SIDE_CHARS = 60;

function describeSides({ message, expected = '', actual = '' }: Failure): string | undefined {
  const areShort = [expected, actual].every((side) => side !== '' && side.length <= SIDE_CHARS && !side.includes('\n'));
  return areShort && DRAWN.test(message) ? `wanted ${expected}, got ${actual}` : undefined;
}
