import { listEffects } from '#domain';
import type { Heading, RunState } from '#domain';
import type { Found } from './verdicts.ts';

/** Words as the first runner of this kind used them: the first heading whose word stands in the text of a failure or in its path. */
const WORDS: readonly (readonly [Heading, RegExp])[] = [
  ['SYSTEM_CRITICAL', /mediamtx|camera|service|recording|websocket|stream/iu],
  ['INTEGRATION_ISSUE', /connection|refused|timeout|network|integration/iu],
  ['TEST_ARTIFACT', /mock|fixture|import|attribute/iu],
];

export function byWords(state: RunState): readonly Found[] {
  return gather(state, (text) => WORDS.find(([, word]) => word.test(text))?.[0] ?? 'REQUIREMENT_GAP');
}

export function alwaysArtifact(state: RunState): readonly Found[] {
  return gather(state, () => 'TEST_ARTIFACT');
}

function gather(state: RunState, headingOf: (text: string) => Heading): readonly Found[] {
  const groups = new Map<Heading, string[]>();
  for (const { id, failure } of state.suites.flatMap(listEffects)) {
    const heading = headingOf(`${id} ${failure.message} ${failure.frames[0]?.file ?? ''}`);
    groups.set(heading, [...(groups.get(heading) ?? []), id]);
  }
  return [...groups].map(([heading, effects]) => ({ heading, key: heading, effects, note: '' }));
}
