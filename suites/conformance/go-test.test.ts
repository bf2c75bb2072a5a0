import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CaseName } from '../../fixtures/conformance/cases.ts';
import type { Obtained } from '../../fixtures/foreign/obtain.ts';
import { conform } from './conform.ts';
import type { ConformancePlace, OwnTest } from './conform.ts';

const passed = { outcome: 'passed' } as const;
const passing = (count: number): readonly (typeof passed)[] => Array.from({ length: count }, () => passed);
const NO_SET_UP = 'go knows no set-up and no teardown beside the test itself';
const NO_EXPECTATION = 'go knows no test that is expected to fail';
/** Cases in which go never comes to its end, or tells none of the test that ended it. */
const SILENT: readonly CaseName[] = ['crashes', 'hangs-in-collection', 'hangs-in-test', 'hangs-at-exit', 'floods'];

conform({
  engine: 'go-test',
  obtain: obtainGo,
  // The fixtures are a module of their own, so nothing is downloaded.
  // A cache of its own would build the standard library first.
  suite: (name, { sources, tool }) => ({ directory: sources, packages: [`./${name}`], env: { GOCACHE: tool } }),
  own: askGo,
  lacks: {
    'set-up-fails': NO_SET_UP,
    'teardown-fails': NO_SET_UP,
    xfail: NO_EXPECTATION,
    'strict-xpass': NO_EXPECTATION,
    retries: 'go runs no test again',
  },
  // Go announces no test: one that never began is not known. And a test with subtests is itself a test.
  differs: {
    fails: {
      outcome: 'failed',
      reason: 'assertion',
      tests: [
        { outcome: 'failed', reason: 'assertion', says: /got 1, want 2/u },
        passed,
        // A panic ends the whole binary.
        { outcome: 'failed', reason: 'exception', says: /broke on the way/u },
      ],
    },
    parametrised: { outcome: 'passed', tests: passing(4) },
    many: { outcome: 'passed', tests: passing(5001) },
    'unprintable-ids': { outcome: 'passed', tests: passing(5) },
    crashes: {
      outcome: 'crashed',
      reason: 'signal',
      tests: [passed, { outcome: 'crashed', reason: 'signal', says: /SIGSEGV/u }],
    },
    'exits-early': {
      outcome: 'errored',
      reason: 'exit-early',
      tests: [passed, { outcome: 'errored', reason: 'exit-early', says: /code 0/u }],
    },
    'hangs-in-test': {
      outcome: 'timed-out',
      reason: 'time-limit',
      timeout: '20s',
      tests: [passed, { outcome: 'timed-out', reason: 'time-limit', says: /test timed out after 17s|no end within/u }],
    },
    // The test binary has not ended, so go has not told the package's end either.
    'hangs-at-exit': {
      outcome: 'timed-out',
      reason: 'time-limit',
      timeout: '10s',
      tests: [passed, { outcome: 'timed-out', reason: 'time-limit', says: /no end within/u }],
    },
  },
});

async function obtainGo(): Promise<Obtained> {
  try {
    const { stdout } = await promisify(execFile)('go', ['env', 'GOCACHE']);
    return { kind: 'ready', folder: stdout.trim() };
  } catch {
    return { kind: 'absent', why: 'go is not on the PATH' };
  }
}

/** Our runs read go's own stream; so go is asked once more about the same package. */
async function askGo(name: CaseName, { sources }: ConformancePlace): Promise<readonly OwnTest[] | undefined> {
  if (SILENT.includes(name)) return undefined;
  const stdout = await promisify(execFile)('go', ['test', '-json', '-count=1', `./${name}`], {
    cwd: sources,
    maxBuffer: 64 * 1024 * 1024,
  }).then(
    (ended) => ended.stdout,
    (error: unknown) => String(Reflect.get(Object(error), 'stdout')),
  );
  const tests = stdout.split('\n').flatMap(readEnd);
  // Go calls it a failure of the test that the process went.
  return name === 'exits-early'
    ? tests.map((test) => (test.outcome === 'failed' ? { ...test, outcome: 'errored' } : test))
    : tests;
}

const OUTCOMES = { pass: 'passed', fail: 'failed', skip: 'skipped' } as const;

function readEnd(line: string): readonly OwnTest[] {
  if (!line.startsWith('{')) return [];
  const event = JSON.parse(line) as { Action: string; Package: string; Test?: string };
  const { Action: action, Package: group, Test: test } = event;
  if (test === undefined || (action !== 'pass' && action !== 'fail' && action !== 'skip')) return [];
  return [{ titles: [group, ...test.split('/')], outcome: OUTCOMES[action] }];
}
