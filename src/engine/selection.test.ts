import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { AnnouncedTest, EngineEvent } from '#domain';
import { mochaSuite } from '../../fixtures/tools/runner-config.ts';
import type { Engine, ExactSelection } from './engine.ts';
import { ENGINES } from './engines.ts';

/** One process of an engine, without the runner: the events go to an ordinary file. */
async function run(
  file: string,
  how: 'list' | 'plan',
  { folder, only }: { readonly folder: string; readonly only?: ExactSelection },
): Promise<readonly EngineEvent[]> {
  const suite = mochaSuite('s', file);
  const engine: Engine<unknown> = ENGINES['mocha'] ?? assert.fail();
  const sideDir = mkdtempSync(path.join(folder, 'sides-'));
  const place = { tmpDir: folder, scratchDir: folder, sideDir, redact: String };
  const input = { suite, options: suite.options, lane: suite.lane, ...place, timeoutMs: 20_000 };
  const { spawn } = engine[how]?.({ ...input, ...(only !== undefined && { only }) }) ?? assert.fail();
  const events = path.join(sideDir, 'events');
  writeFileSync(events, '');
  const [program, ...args] = spawn.argv;
  const env = { PATH: process.env['PATH'], ...spawn.env, REALITY_EVENTS: events, REALITY_NONCE: 'n' };
  await promisify(execFile)(program, args, { cwd: spawn.cwd, env }).catch(() => undefined);
  const readSide = (name: string): string => readFileSync(path.join(sideDir, name), 'utf8');
  const lines = readFileSync(events, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => engine.decode(line, { nonce: 'n', readSide })).filter(isEvent);
}

function isEvent(event: ReturnType<Engine<unknown>['decode']>): event is EngineEvent {
  assert.notEqual(event.kind, 'damage', JSON.stringify(event));
  return event.kind !== 'damage';
}

function announcedIn(events: readonly EngineEvent[]): readonly AnnouncedTest[] {
  return events.flatMap((event) => (event.kind === 'announced' ? event.tests : []));
}

describe('engine mocha: exactly one test', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'selection-'));
    mkdirSync(folder, { recursive: true });
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const select = (tests: readonly AnnouncedTest[]): ExactSelection => {
    const file = path.join(folder, 'only.json');
    writeFileSync(file, JSON.stringify(tests));
    return { tests, file };
  };

  for (const file of ['hostile-titles.js', 'duplicates.js']) {
    it(`${file}: each alone, whatever its title holds and however many share it`, async () => {
      const tests = announcedIn(await run(file, 'list', { folder }));
      assert.ok(tests.length > 1);
      for (const test of tests) {
        const events = await run(file, 'plan', { folder, only: select([test]) });
        assert.deepEqual(announcedIn(events), [test]);
        assert.deepEqual(
          events.flatMap((event) => (event.kind === 'test-ended' ? [event.ordinal] : [])),
          [0],
        );
      }
    });
  }

  it('none where the selection names a test that is not there', async () => {
    const events = await run('passes.js', 'plan', {
      folder,
      only: select([{ titles: ['gone'], occurrence: 1, requirements: [] }]),
    });
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['finished'],
    );
  });

  it('not what hooks make while it runs: nobody has collected that', async () => {
    const [first] = announcedIn(await run('dynamic.js', 'list', { folder }));
    assert.ok(first !== undefined);
    const events = await run('dynamic.js', 'plan', { folder, only: select([first]) });
    assert.deepEqual(announcedIn(events), [first]);
  });
});
