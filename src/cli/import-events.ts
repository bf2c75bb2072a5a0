import { encodeConfig } from '#config';
import { present, unplannedSuite } from '#domain';
import type { Config, Lane, Policy, RunEvent, RunStarted } from '#domain';
import { announceForeign } from '#engine';
import type { ForeignSuite } from '#engine';
import { worstOf } from '#facts';
import type { ImportPlace } from '#store';
import type { Imported } from './import-files.ts';

export interface ImportIntent {
  readonly imported: Imported;
  readonly config: Config;
  readonly lane: Lane;
  /** Of this program: another one may tell the same files otherwise. */
  readonly version: string;
}

interface Timed {
  readonly atMs: number;
  readonly event: RunEvent;
}

const WEAKER =
  'these results were produced and told by another tool: isolation, limits, mocks, contact and leftovers were not observed, and nothing here verifies them';

/** The journal of a run that we did not observe. All dates are those of the files. */
export function* tellImport(intent: ImportIntent, place: ImportPlace): Generator<Timed> {
  const { imported } = intent;
  yield { atMs: 0, event: describeStart(intent, place) };
  for (const text of [WEAKER, ...imported.warnings, ...intent.config.warnings])
    yield { atMs: 0, event: { kind: 'warning', about: 'imported', text } };
  for (const suite of imported.suites)
    yield { atMs: 0, event: { kind: 'suite-planned', suite: unplannedSuite(suite.name, 'imported', intent.lane) } };
  let atMs = 0;
  for (const [index, suite] of imported.suites.entries()) {
    // Suites that ran side by side are told one after the other: the clock of a journal never goes back.
    atMs = Math.max(atMs, (suite.startedAtMs ?? imported.startedAtMs) - imported.startedAtMs);
    for (const timed of tellSuite(suite, { atMs, index, place })) {
      ({ atMs } = timed);
      yield timed;
    }
  }
  yield { atMs, event: { kind: 'run-ended', how: 'completed', durationMs: atMs } };
}

function describeStart({ imported, config, version }: ImportIntent, { runId, writeSide }: ImportPlace): RunStarted {
  const encoded = encodeConfig(config);
  const { origin } = imported;
  const names = origin.files.map(({ name, format }) => `--${format} ${name}`);
  return {
    kind: 'run-started',
    schema: 2,
    runId,
    startedAt: new Date(imported.startedAtMs).toISOString(),
    version,
    project: config.project,
    argv: ['assess', ...names.flatMap((name) => name.split(' '))],
    seed: '',
    selection: `imported: ${names.join(' ')}`,
    policy: describePolicy(config),
    sides: {
      config: writeSide(encoded.config, 'json'),
      requirements: writeSide(encoded.requirements, 'json'),
      effective: writeSide(encoded.effective, 'json'),
    },
    host: { platform: 'unknown', arch: 'unknown', cpus: 0, memoryBytes: 0, node: 'unknown', kernel: 'unknown' },
    origin,
  };
}

function describePolicy({ limits }: Config): Policy {
  return {
    scope: 'suite',
    workers: 1,
    retries: 0,
    repeatEach: 1,
    containment: 'unknown: imported',
    mocks: 'not checked: imported',
    keep: 'never',
    limits,
  };
}

interface SuitePlace {
  readonly atMs: number;
  readonly index: number;
  readonly place: ImportPlace;
}

const NO_USAGE = { peakMemoryBytes: 0, peakProcesses: 0, peakDescriptors: 0, peakDiskBytes: 0, cpuMs: 0 };

function* tellSuite(suite: ForeignSuite, { atMs: beganMs, index, place }: SuitePlace): Generator<Timed> {
  const attempt = `${suite.name}/1`;
  const { tests } = suite;
  const side = place.writeSide(JSON.stringify(announceForeign(tests)), 'json');
  const base = { attempt, suite: suite.name };
  yield { atMs: beganMs, event: { kind: 'attempt-started', ...base, number: 1, world: '', pid: 0, argv: [] } };
  yield { atMs: beganMs, event: { kind: 'tests-announced', attempt, first: 0, count: tests.length, side } };
  let atMs = beganMs;
  for (const [ordinal, { outcome, reason, marks, durationMs, failure }] of tests.entries()) {
    atMs = Math.round((atMs + durationMs) * 1000) / 1000;
    const event = { kind: 'test-ended', attempt, ordinal, outcome, marks, durationMs } as const;
    yield { atMs, event: { ...event, ...present({ reason, failure }) } };
  }
  atMs = Math.max(atMs, beganMs + Math.round(suite.durationMs));
  const log = writeOutput(suite, index, place);
  const verdict = worstOf(tests) ?? { outcome: 'not-run' as const };
  const told = {
    outcome: verdict.outcome,
    marks: [],
    ...present({ reason: verdict.reason, failure: verdict.failure }),
  };
  const end = { pid: 0, code: null, signal: null, cause: 'none', stdoutBytes: 0, stderrBytes: 0, log } as const;
  const durationMs = Math.round(atMs - beganMs);
  yield { atMs, event: { kind: 'attempt-ended', ...base, ...told, end: { ...end, durationMs }, usage: NO_USAGE } };
  yield { atMs, event: { kind: 'suite-ended', suite: suite.name, ...told } };
}

/** What suite and tests printed, as far as the file kept it; empty = no log. */
function writeOutput(suite: ForeignSuite, index: number, place: ImportPlace): string {
  const parts = suite.tests
    .filter(({ output }) => output !== '')
    .map(({ titles, output }) => `=== ${titles.join(' > ')}\n${output}`);
  const text = [...(suite.output.trim() === '' ? [] : [suite.output]), ...parts].join('\n');
  return text === '' ? '' : place.writeLog(`suite-${index + 1}.log`, `${text}\n`);
}
