import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { cite, isRaisedInService } from '#case';
import type { UnknownName } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

const MOCK_WORD = /mock|patch|stub|spy|fake|sinon|monkeypatch/iu;

/** Whatever a service does, it cannot make a name of the test code undefined. */
export const ruleUnknownName: WeightedRule = {
  id: 'unknown-name',
  sentence:
    'A name, method, argument, module or fixture that the test code asks for and that does not exist is mended in the test code.',
  weights: { TEST_ARTIFACT: 10 },
  cites: 'the exception with its first frame',
  advises: 'import, correct or await the name; of a mock in a lane without mocks: use the real thing',
  otherwise: 'if the name were there, the test would get as far as the service',
  opine: ({ raise, effect: { seq, failure, suite } }) => {
    if (raise.kind !== 'unknown-name' || isRaisedInService(failure.frames)) return undefined;
    const { what, name } = raise;
    const isMock = MOCK_WORD.test(name) && suite.planned.lane !== 'unit';
    return {
      evidence: [cite(seq, `raised: ${oneLine(failure.message, 120)}`)],
      lead: {
        about: `${what}|${name}`,
        title: `the test code asks for ${describe(what, name)}: ${oneLine(`${failure.type}: ${failure.message}`, 200)}`,
        action: isMock ? `use the real thing in place of ${name}: this lane allows no mocks` : ACTIONS[what](name),
        ...placeOf(failure),
      },
    };
  },
};

const ACTIONS: Readonly<Record<UnknownName, (name: string) => string>> = {
  name: (name) => `define or import ${name} in the test code`,
  function: (name) =>
    `call what there is: ${name} is no function of its object, or the value before it was not awaited`,
  attribute: (name) => `use what the object has in place of ${name}, or give it back`,
  argument: (name) =>
    `call it as the installed version of the library takes it${name === '' ? '' : `: without ${name}`}`,
  module: (name) => `install or correct the import of ${name}`,
  fixture: (name) => `define the fixture ${name}, or correct its name`,
  'awaited value': () => 'await the value before it is used',
};

function describe(what: UnknownName, name: string): string {
  if (what === 'awaited value') return 'a value that was never awaited';
  return name === '' ? `a ${what} that is not there` : `the ${what} ${name}, which is not there`;
}
