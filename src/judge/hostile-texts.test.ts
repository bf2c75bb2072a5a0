import assert from 'node:assert/strict';
import { raised } from '../../fixtures/tools/build-run.ts';
import { makeScene } from '../../fixtures/tools/fault-scene.ts';
import { judge } from './judge.ts';

const LENGTH = 200_000;

/** What patterns go back and forth in, where they are written carelessly. */
const TEXTS: readonly string[] = [
  'is items ',
  'connected to ',
  'want items, got ',
  'assert 1 == 2 ',
  '12345',
  "'a' ",
  '{"a":',
  '127.0.0.1:80 ',
  ' ',
  '- a\n+ b\n',
  '1.2.3.',
  'expected a to equal b ',
  'serving a:',
  '-',
].map((piece) => piece.repeat(Math.ceil(LENGTH / piece.length)));

describe('a text that is as long as it can be', () => {
  // Quadratic, any of these would take many minutes.
  for (const text of TEXTS) {
    it(`${JSON.stringify(text.slice(0, 12))} again and again is judged like any other`, function limited() {
      this.timeout(120_000);
      const one = { cites: ['R-1'], exchanges: [{ answer: text, request: text }], logs: [{ text }] };
      for (const failure of [raised(text), raised('x', { actual: text, expected: `${text}x` })])
        assert.equal(judge(makeScene({ ...one, failure })).causes.flatMap(({ effects }) => effects).length, 1);
    });
  }
});
