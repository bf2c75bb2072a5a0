import { count, oneLine } from '#domain';
import type { RunState, SuiteRealness } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';

const NAMED = 5;

/** What nobody can say of mocks and contact in this run. */
export function listUnattested(state: RunState, realness: readonly SuiteRealness[]): readonly string[] {
  const asked = realness.filter(({ bound }) => bound);
  if (state.started.origin !== undefined)
    return ['whether any test used a mock, or touched what it speaks of: the results were imported'];
  const silent = asked.filter(({ guard }) => guard === undefined || guard.state === 'off');
  const untouched = asked.filter(({ edges }) => edges.length === 0);
  const isTried = untouched.length < asked.length;
  return [
    ...say('whether any test used a mock', silent, asked),
    ...listHalf(asked),
    ...say('whether tests touched what their suites declare (contact)', untouched, asked),
    ...(isTried && state.unplugged.length === 0
      ? ['whether suites would fail without what they touch: not tried (`--unplug`)']
      : []),
    ...state.unplugged
      .filter(({ result }) => result === 'not-done')
      .map(
        ({ suite, edge, note }) =>
          `${markdownCode(suite)} without ${markdownCode(edge)}: ${markdownText(oneLine(note, 200))}`,
      ),
  ];
}

function say(what: string, lacking: readonly SuiteRealness[], of: readonly SuiteRealness[]): readonly string[] {
  // A run of unit tests alone is asked for nothing, and told so.
  if (of.length === 0) return [`${what}: asked of no suite of this run`];
  if (lacking.length === 0) return [];
  if (lacking.length === of.length) return [`${what}: not checked`];
  const more = lacking.length - NAMED;
  const names = lacking.slice(0, NAMED).map(({ suite }) => markdownCode(suite));
  return [
    `${what}: not checked in ${lacking.length} of ${count(of.length, 'suite')} (${names.join(', ')}${more > 0 ? ` and ${more} more` : ''})`,
  ];
}

/** Suites whose evidence has a hole. */
function listHalf(asked: readonly SuiteRealness[]): readonly string[] {
  return asked.flatMap(({ suite, claim, why, guard }) => {
    const name = markdownCode(suite);
    if (claim === 'unguarded')
      return [`what the processes of ${name} did that ran without the guard: ${markdownText(oneLine(why, 200))}`];
    if (claim === 'hollow')
      return [`what ${name} declares to touch: it passed, and ${markdownText(oneLine(why, 200))}`];
    if (guard?.state === 'no-guard')
      return [`what happens inside ${name}: there is no guard for what it runs on, only its contact was seen`];
    return [];
  });
}
