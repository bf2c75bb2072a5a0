import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inLab } from './lab.ts';
import type { Lab } from './lab.ts';

const PASS = `<testsuites><testsuite name="api" timestamp="2024-02-03T04:05:06" hostname="builder"><testcase name="t [REQ-1]" time="0.5"/></testsuite></testsuites>`;
const FAIL = `<testsuite name="api" timestamp="2024-02-03T04:05:00"><testcase name="t"><failure message="no | way"/><system-out>said</system-out></testcase></testsuite>`;

function readAll(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    names.map((entry) => [
      join(entry.parentPath, entry.name),
      readFileSync(join(entry.parentPath, entry.name), 'utf8'),
    ]),
  );
}

const runsOf = (lab: Lab): readonly string[] => readdirSync(lab.reports);

describe('results of other tools', () => {
  it(
    'become a run that is judged as any other, dated by the files, and said to be weaker',
    inLab(async (lab) => {
      lab.write('a.xml', PASS);
      lab.write('b.xml', FAIL);
      const { status, stdout } = await lab.run(['assess', '--junit', 'a.xml', 'b.xml']);
      assert.equal(status, 1, stdout);
      assert.deepEqual(
        lab.assessment().suites.map(({ name, outcome }) => [name, outcome]),
        [
          ['api (a.xml)', 'passed'],
          ['api (b.xml)', 'failed'],
        ],
      );
      const [started] = lab.events();
      assert.ok(started?.kind === 'run-started');
      assert.equal(started.startedAt, '2024-02-03T04:05:00.000Z');
      assert.deepEqual(
        [started.policy.containment, started.policy.mocks],
        ['unknown: imported', 'not checked: imported'],
      );
      assert.deepEqual(started.origin?.hosts, ['builder']);
      assert.match(lab.report('assessment.md'), /produced and told by another tool/u);
      assert.match(lab.report('logs/suite-2.log'), /said/u);
      assert.match(lab.latest, /20240203-040500-/u);
    }),
  );

  it(
    'give the same bytes every time, in the same folder, also after it was deleted',
    inLab(async (lab) => {
      lab.write('a.xml', PASS);
      await lab.run(['assess', '--junit', 'a.xml']);
      const first = readAll(lab.reports);
      const again = await lab.run(['assess', '--junit', 'a.xml']);
      assert.equal(again.status, 0);
      assert.deepEqual(readAll(lab.reports), first);
      rmSync(lab.reports, { recursive: true });
      await lab.run(['assess', '--junit', 'a.xml']);
      assert.deepEqual(readAll(lab.reports), first);
      assert.equal(runsOf(lab).length, 1);
    }),
  );

  it(
    'are held against the gates and requirements of the configuration',
    inLab(async (lab) => {
      lab.write('a.xml', PASS);
      lab.write('b.xml', FAIL);
      lab.write(
        'reqs.yaml',
        'version: 1\nrequirements:\n  - {id: REQ-1, text: It answers.}\n  - {id: REQ-2, text: It ends.}\n',
      );
      lab.configure({ requirements: 'reqs.yaml', gates: { minPassRate: 0.5 }, suites: [] });
      const { status, stdout } = await lab.run(['assess', '--json', '--junit', 'a.xml', '--junit', 'b.xml']);
      assert.equal(status, 1, stdout);
      const document = JSON.parse(stdout) as {
        decision: string;
        coverage: readonly { id: string; state: string }[];
      };
      assert.equal(document.decision, 'CONDITIONAL');
      assert.deepEqual(
        document.coverage.map(({ id, state }) => [id, state]),
        [
          ['REQ-1', 'verified'],
          ['REQ-2', 'uncovered'],
        ],
      );
    }),
  );

  it(
    'are refused with file and line, all at once, and nothing is written',
    inLab(async (lab) => {
      lab.write('a.xml', `${PASS}<`);
      lab.write('b.xml', '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x "y">]>\n<testsuite/>');
      lab.write('c.jsonl', '{"$report_type": "SessionStart", "pytest_version": "8"}\nnonsense\n');
      const args = ['assess', '--junit', 'a.xml', 'b.xml', 'missing.xml', '--reportlog', 'c.jsonl'];
      const { status, stderr, stdout } = await lab.run(args);
      assert.deepEqual([status, stdout], [2, '']);
      for (const line of [
        /a\.xml:1: not well-formed/u,
        /b\.xml:2: a document type/u,
        /missing\.xml:1: ENOENT/u,
        /c\.jsonl:2: not JSON/u,
      ])
        assert.match(stderr, line);
      assert.deepEqual(readdirSync(lab.project).toSorted(), ['a.xml', 'b.xml', 'c.jsonl']);
    }),
  );

  it(
    'without a single test are no success',
    inLab(async (lab) => {
      lab.write('a.xml', '<testsuites/>');
      assert.equal((await lab.run(['assess', '--junit', 'a.xml'])).status, 4);
    }),
  );
});
