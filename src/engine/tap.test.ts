import assert from 'node:assert/strict';
import type { EngineEvent } from '#domain';
import { openTapReader } from './tap.ts';

const END = {
  pid: 1,
  startTime: 1,
  code: 0,
  signal: null,
  cause: 'none',
  durationMs: 1,
  stdout: { bytes: 0, keptBytes: 0, file: '', tail: '' },
  stderr: { bytes: 0, keptBytes: 0, file: '', tail: '' },
} as const;

function read(text: string): readonly EngineEvent[] {
  const reader = openTapReader('suite', () => 0);
  return [...text.split('\n').flatMap((line) => reader.line('stdout', line)), ...reader.end(END)];
}

const told = (text: string): readonly (readonly unknown[])[] =>
  read(text).flatMap((event) =>
    event.kind === 'test-told' ? [[event.titles[0], event.outcome, ...event.marks, event.failure?.message]] : [],
  );

describe('TAP', () => {
  const table: readonly (readonly [what: string, text: string, expected: readonly (readonly unknown[])[]])[] = [
    [
      'results with and without numbers, dashes and titles',
      'ok 1 - a\nok b\nok 3\nok',
      [
        ['a', 'passed', undefined],
        ['b', 'passed', undefined],
        ['test 3', 'passed', undefined],
        ['test 4', 'passed', undefined],
      ],
    ],
    ['a failure without more', 'not ok 1 - a', [['a', 'failed', 'not ok - a']]],
    [
      'a message in YAML',
      "not ok 1 - a\n  ---\n  message: 'it broke'\n  ...\nok 2 - b",
      [
        ['a', 'failed', 'it broke'],
        ['b', 'passed', undefined],
      ],
    ],
    ['comments as diagnostics', 'not ok 1 - a\n# got 3\n# wanted 4', [['a', 'failed', '# got 3\n# wanted 4']]],
    ['a skip', 'ok 1 - a # SKIP no camera', [['a', 'skipped', undefined]]],
    [
      'a todo that fails, and one that passes',
      'not ok 1 - a # TODO later\nok 2 - b # todo',
      [
        ['a', 'passed', 'xfail', undefined],
        ['b', 'passed', 'xpass', undefined],
      ],
    ],
    ['an escaped hash in a title', 'ok 1 - issue \\#12', [['issue #12', 'passed', undefined]]],
    [
      'a plan that is not kept',
      '1..3\nok 1\nok 3',
      [
        ['test 1', 'passed', undefined],
        ['test 3', 'passed', undefined],
        ['test 2', 'not-run', 'the plan promised 3 tests, and this one was never told'],
      ],
    ],
    ['a plan at the end', 'ok 1 - a\n1..1', [['a', 'passed', undefined]]],
    [
      'bailing out',
      '1..2\nok 1 - a\nBail out! no server',
      [
        ['a', 'passed', undefined],
        ['test 2', 'not-run', 'Bail out! no server'],
      ],
    ],
    ['a skipped program', '1..0 # skip no root', [['suite', 'skipped', undefined]]],
    ['an empty plan', '1..0', []],
    ['output that is none of it', 'okay then\nnotok\n  indented', []],
  ];
  for (const [what, text, expected] of table) it(`reads ${what}`, () => assert.deepEqual(told(text), expected));

  it('ends with finished, and hears nothing on stderr', () => {
    assert.deepEqual(read('ok 1').at(-1), { kind: 'finished', tests: 1 });
    assert.deepEqual(openTapReader('suite', () => 0).line('stderr', 'not ok 1 - a'), []);
  });

  it('takes expected and actual from the diagnostics', () => {
    const [event] = read('not ok 1\n  ---\n  expected: 3\n  got: 4\n  ...');
    assert.ok(event?.kind === 'test-told');
    assert.deepEqual([event.failure?.expected, event.failure?.actual], ['3', '4']);
  });
});
