import { existsSync, readFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Lab, PROGRAMS, exec } from './lab.ts';
import { listRunFolders, parseAssessment, readEvents } from './results.ts';
import type { AssessmentDocument } from './results.ts';

/** Each test says in a file of its own that it passed, before anybody else hears of it. */
const LEDGER_SUITE = `
const { appendFileSync } = require('node:fs');
describe('ledger', () => {
  for (let number = 0; number < 60; number += 1) {
    it('test ' + number, async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      appendFileSync(process.env.LEDGER, 'ledger::ledger > test ' + number + ',passed\\n');
    });
  }
});
`;

/** A service with a child in a session of its own, which nobody but its owner would find. */
const SERVICE = `
require('node:child_process').spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
require('node:net').createServer().listen(+process.env.PORT, '127.0.0.1');
`;

export interface KillResult {
  /** When the kill came, from the start of the command, in milliseconds. */
  readonly atMs: number;
  /** How long until no process, listener and temporary file was left; undefined when some still were after ten seconds. */
  readonly goneAfterMs: number | undefined;
  readonly left: readonly string[];
  /** What is wrong with the results; empty when nothing is. */
  readonly faults: readonly string[];
  /** Tests whose end was in the journal, and that the ledger knows. */
  readonly journaled: number;
  readonly inLedger: number;
  /** The run had ended before the kill. */
  readonly completed: boolean;
}

/** A project whose run has a world, two workers, a suite with a ledger, and programs that slip away. */
export function configureForKill(lab: Lab): void {
  lab.write('ledger.cjs', LEDGER_SUITE);
  lab.configure({
    components: {
      service: {
        kind: 'service',
        command: ['node', '-e', SERVICE],
        ports: ['main'],
        env: { PORT: '${service.ports.main}' },
      },
    },
    suites: [
      {
        name: 'ledger',
        engine: 'mocha',
        files: ['ledger.cjs'],
        lane: 'unit',
        requires: ['service'],
        env: { LEDGER: lab.path('ledger') },
      },
      exec('slips-away', ['bash', '-c', `bash ${join(PROGRAMS, 'double-forks.sh')}; sleep 0.5`], {
        requires: ['service'],
      }),
      exec('drops-all', ['bash', join(PROGRAMS, 'drops-environment.sh')]),
    ],
    run: { workers: 2 },
  });
}

/** Starts a run, kills it with SIGKILL after a random time, and looks at what is left of it and what it says. */
export async function killOnce(latestMs: number): Promise<KillResult> {
  const lab = new Lab();
  try {
    configureForKill(lab);
    const atMs = randomInt(1, latestMs);
    const running = lab.start(['run', '--all']);
    await pause(atMs);
    running.kill('SIGKILL');
    const { signal } = await running.ended;
    const gone = await waitUntilGone(lab);
    return { atMs, ...gone, ...(await checkResults(lab)), completed: signal === null };
  } finally {
    await lab.close().catch(() => undefined);
  }
}

type Gone = Pick<KillResult, 'goneAfterMs' | 'left'>;

async function waitUntilGone(lab: Lab): Promise<Gone> {
  const startedMs = performance.now();
  for (;;) {
    const left = lab.left();
    const tookMs = performance.now() - startedMs;
    if (left.length === 0) return { goneAfterMs: tookMs, left };
    if (tookMs > 10_000) return { goneAfterMs: undefined, left };
    await pause(20);
  }
}

type Results = Pick<KillResult, 'faults' | 'journaled' | 'inLedger'>;

/** No result whose line is in the journal is lost or doubled; one whose line is not is never passed and never absent. */
async function checkResults(lab: Lab): Promise<Results> {
  const ledger = readLedger(lab.path('ledger'));
  const folder = existsSync(lab.reports) ? listRunFolders(lab.reports).at(-1) : undefined;
  if (folder === undefined || !existsSync(join(folder, 'events.ndjson'))) {
    const faults = ledger.size === 0 ? [] : ['tests ran without a journal'];
    return { faults, journaled: 0, inLedger: ledger.size };
  }
  const events = readEvents(folder);
  const ended = events.flatMap((event) =>
    event.kind === 'test-ended' && event.attempt === 'ledger/1' ? [event.ordinal] : [],
  );
  const counts = { journaled: ended.length, inLedger: ledger.size };
  if (!events.some(({ kind }) => kind === 'run-started')) return { faults: [], ...counts };
  const { stdout, stderr } = await lab.run(['report', folder, '--json']);
  if (!stdout.startsWith('{')) return { faults: [`reality report: ${stderr}`], ...counts };
  const hasEnded = events.some(({ kind }) => kind === 'run-ended');
  const faults = [
    ...(ended.length === new Set(ended).size ? [] : ['an end was told twice']),
    ...compare(parseAssessment(stdout), { ledger, ended: ended.length, hasEnded }),
  ];
  return { faults, ...counts };
}

interface Known {
  readonly ledger: ReadonlySet<string>;
  readonly ended: number;
  readonly hasEnded: boolean;
}

function compare({ run, totals, suites }: AssessmentDocument, { ledger, ended, hasEnded }: Known): readonly string[] {
  const tests = suites.find(({ name }) => name === 'ledger')?.tests ?? [];
  const passed = tests.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id);
  const known = new Set(tests.map(({ id }) => id));
  const told = Object.values(totals.byOutcome).reduce((sum, each) => sum + each, 0);
  return [
    ...(hasEnded || run.how === 'interrupted' ? [] : [`the run is shown as ${run.how}`]),
    ...(told === totals.tests ? [] : [`${told} outcomes of ${totals.tests} tests`]),
    ...(passed.length === ended ? [] : [`${ended} ends in the journal, ${passed.length} passed in the report`]),
    ...passed.filter((id) => !ledger.has(id)).map((id) => `${id} is passed and never ran`),
    // Before the announcement is in the journal nobody can know the names.
    ...[...ledger].filter((id) => tests.length > 1 && !known.has(id)).map((id) => `${id} ran and is absent`),
  ];
}

function readLedger(path: string): ReadonlySet<string> {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  return new Set(lines.map((line) => line.slice(0, line.lastIndexOf(','))));
}
