import assert from 'node:assert/strict';
import { CASES, CASE_NAMES } from '../../fixtures/conformance/cases.ts';
import type { CaseName, CaseRow, TestRow } from '../../fixtures/conformance/cases.ts';
import type { Obtained } from '../../fixtures/foreign/obtain.ts';
import { Lab, ROOT } from '../self/lab.ts';
import type { SuiteDocument, TestDocument } from '../self/results.ts';
import { compareWithOwn } from './compare-with-own.ts';
import type { OwnTest } from './compare-with-own.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';
import { ALL_VERSIONS, leaveToVersions } from '../../fixtures/foreign/older-versions.ts';

export type { OwnTest } from './compare-with-own.ts';

/** How one engine takes part: where its suites are, and how its tool's own report of the same run is read. */
export interface ConformanceEngine {
  readonly engine: string;
  /** Shown beside the engine, where it takes part in several versions. */
  readonly version?: string;
  /** There is a newer one that takes part: of this one `npm test` tries a few cases. */
  readonly isOlder?: boolean;
  /** Installs what has to be; `absent` leaves all of it out and prints why. */
  readonly obtain: () => Promise<Obtained>;
  /** Keys of the suite in reality.yaml, besides name, engine, lane and timeout. */
  readonly suite: (name: CaseName, place: ConformancePlace) => object;
  /** The tool's own word on the same run; undefined where the tool could write none (it was killed, it hung). */
  readonly own: (name: CaseName, place: ConformancePlace) => Promise<readonly OwnTest[] | undefined>;
  /** What the framework does not know, each with a sentence. */
  readonly lacks?: Readonly<Partial<Record<CaseName, string>>>;
  /** Where the framework itself means something else. */
  readonly differs?: Readonly<Partial<Record<CaseName, CaseRow>>>;
}

export interface ConformancePlace {
  /** fixtures/conformance/<engine> of the repository. */
  readonly sources: string;
  /** The same in `dist`, for suites that are compiled. */
  readonly built: string;
  /** What `obtain` gave. */
  readonly tool: string;
  /** A folder of this run for reports and anything else, below the suites' project. */
  readonly folder: string;
}

/** One test that ends as each outcome, and what the versions of the tools tell differently. */
const FEW: readonly CaseName[] = ['passes', 'fails', 'set-up-fails', 'crashes', 'nested', 'retries'];

/** Declares the tests of one engine: all its cases in one run, each held against its row and against the tool's own report. */
export function conform(engine: ConformanceEngine): void {
  const isWhole = engine.isOlder !== true || ALL_VERSIONS;
  const known = CASE_NAMES.filter((name) => engine.lacks?.[name] === undefined);
  const names = known.filter((name) => isWhole || FEW.includes(name));
  describe(`conformance of ${engine.engine}${engine.version === undefined ? '' : ` ${engine.version}`}`, () => {
    let run: ConformanceRun | undefined;
    before('one run of all its suites', async function runAll() {
      this.timeout(600_000);
      const obtained = await engine.obtain();
      if (obtained.kind === 'absent') {
        leaveOut(this, obtained.why);
      }
      run = await ConformanceRun.start(engine, names, obtained.folder);
    });
    after('nothing is left of it', async () => run?.lab.close());

    for (const name of names) {
      const row = engine.differs?.[name] ?? CASES[name];
      it(`${name}: ${row.outcome}${row.reason === undefined ? '' : `, ${row.reason}`}`, () => {
        assert.ok(run);
        run.checkRow(name, row);
      });
      it(`${name}: as its own report tells it`, async function compare() {
        assert.ok(run);
        const own = await engine.own(name, run.place);
        if (own === undefined) {
          leaveOut(this, 'the tool ended before it wrote a report of its own');
        }
        compareWithOwn(run.suite(name), own);
      });
    }
    if (!isWhole) leaveToVersions(`${known.length - names.length} more cases`);
  });
}

class ConformanceRun {
  readonly lab: Lab;
  readonly place: ConformancePlace;

  private constructor(lab: Lab, place: ConformancePlace) {
    this.lab = lab;
    this.place = place;
  }

  static async start(engine: ConformanceEngine, names: readonly CaseName[], tool: string): Promise<ConformanceRun> {
    const lab = new Lab();
    const folder = lab.path('own');
    lab.write('own/README', 'Reports of the tools themselves.\n');
    const place = {
      sources: `${ROOT}/fixtures/conformance/${engine.engine}`,
      built: `${ROOT}/dist/fixtures/conformance/${engine.engine}`,
      tool,
      folder,
    };
    const suites = names.map((name) => {
      const { timeout } = engine.differs?.[name] ?? CASES[name];
      const limit = timeout === undefined ? {} : { timeout };
      return { name, engine: engine.engine, lane: 'unit', ...limit, ...engine.suite(name, place) };
    });
    lab.configure({
      suites,
      limits: { maxOutput: '5MB', maxMemory: '1GB', maxProcesses: 100, grace: '1s' },
      run: { timeout: '120s', workers: 3 },
    });
    // An experiment would run a suite again, and its tool would write its report anew.
    const ended = await lab.run(['run', '--all', '--experiments', 'off']);
    assert.equal(ended.status, 1, ended.stderr);
    return new ConformanceRun(lab, place);
  }

  checkRow(name: CaseName, row: CaseRow): void {
    const { outcome, reason, tests } = this.suite(name);
    const seen = tests.map((test) => ({ outcome: test.outcome, ...pickReason(test) }));
    const wanted = row.tests.map((test) => ({ outcome: test.outcome, ...pickReason(test) }));
    assert.deepEqual(seen, wanted);
    assert.deepEqual({ outcome, reason }, { outcome: row.outcome, reason: row.reason });
    tests.forEach((test, index) => {
      checkTest(test, row.tests[index] ?? { outcome: 'passed' });
    });
  }

  suite(name: CaseName): SuiteDocument {
    return this.lab.suite(name);
  }
}

/** Why a test was left out follows from the one that broke; the rows need not say it again. */
function pickReason({ outcome, reason }: Pick<TestRow, 'outcome' | 'reason'>): object {
  return outcome === 'not-run' || reason === undefined ? {} : { reason };
}

function checkTest(test: TestDocument, row: TestRow): void {
  const marks = test.marks.filter((mark) => mark !== 'duplicate');
  assert.deepEqual(marks, row.marks ?? [], test.id);
  if (row.says !== undefined) assert.match(test.failure?.message ?? '', row.says, test.id);
}
