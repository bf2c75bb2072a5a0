import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { splitNodeId } from './report-log-record.ts';
import { readReportLog } from './report-log.ts';
import type { ResultsFile } from './results-file.ts';

interface Phase {
  readonly when: 'setup' | 'call' | 'teardown';
  readonly outcome?: string;
  readonly [key: string]: unknown;
}

const START = '{"pytest_version": "9.2.0", "$report_type": "SessionStart"}';
const FINISH = '{"exitstatus": 0, "$report_type": "SessionFinish"}';

function phases(nodeid: string, ...told: readonly Phase[]): readonly string[] {
  const base = {
    $report_type: 'TestReport',
    nodeid,
    location: ['a.py', 4, 'x'],
    longrepr: null,
    duration: 0.001,
    start: 10,
  };
  return told.map((phase) => JSON.stringify({ ...base, outcome: 'passed', ...phase }));
}

const crash = (message: string, type: string): object => ({
  outcome: 'failed',
  longrepr: {
    reprcrash: { path: '/x/a.py', lineno: 9, message },
    reprtraceback: {
      reprentries: [
        { type: 'ReprEntry', data: { lines: ['>   deep()'], reprfileloc: { path: 'a.py', lineno: 9, message: '' } } },
        { type: 'ReprEntry', data: { lines: ['E   no'], reprfileloc: { path: 'b.py', lineno: 3, message: type } } },
      ],
    },
  },
});
const [SETUP, CALL, TEARDOWN] = [{ when: 'setup' }, { when: 'call' }, { when: 'teardown' }] as const;

describe('pytest-reportlog', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'reportlog-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const read = (text: string): ResultsFile => {
    const file = path.join(folder, 'r.jsonl');
    writeFileSync(file, text);
    return readReportLog(file);
  };
  const rowsOf = (...lines: readonly string[]): readonly string[] =>
    read(`${[START, ...lines, FINISH].join('\n')}\n`).suites.flatMap(({ tests }) =>
      tests.map(({ titles, outcome, reason, marks }) =>
        [titles.join(' > '), outcome, ...(reason === undefined ? [] : [reason]), ...marks].join(' '),
      ),
    );

  const table: readonly (readonly [what: string, lines: readonly string[], rows: readonly string[]])[] = [
    ['a pass', phases('a.py::T::t[b::c]', SETUP, CALL, TEARDOWN), ['a.py > T > t[b::c] passed']],
    [
      'a failed check',
      phases('a.py::t', SETUP, { ...CALL, ...crash('assert 0', 'AssertionError') }, TEARDOWN),
      ['a.py > t failed assertion'],
    ],
    [
      'something raised',
      phases('a.py::t', SETUP, { ...CALL, ...crash('ValueError: x', 'ValueError') }, TEARDOWN),
      ['a.py > t failed exception'],
    ],
    [
      'a set-up that failed',
      phases('a.py::t', { ...SETUP, ...crash('no', 'E') }, TEARDOWN),
      ['a.py > t errored set-up'],
    ],
    [
      'a teardown that failed',
      phases('a.py::t', SETUP, CALL, { ...TEARDOWN, ...crash('no', 'E') }),
      ['a.py > t errored teardown'],
    ],
    [
      'a skip',
      phases('a.py::t', { ...SETUP, outcome: 'skipped', longrepr: ['a.py', 3, 'Skipped: why'] }, TEARDOWN),
      ['a.py > t skipped declared'],
    ],
    [
      'an expected failure',
      phases('a.py::t', SETUP, { ...CALL, outcome: 'skipped', wasxfail: 'known' }, TEARDOWN),
      ['a.py > t passed xfail'],
    ],
    ['an unexpected pass', phases('a.py::t', SETUP, { ...CALL, wasxfail: '' }, TEARDOWN), ['a.py > t passed xpass']],
    [
      'a strict one',
      phases('a.py::t', SETUP, { ...CALL, outcome: 'failed', longrepr: '[XPASS(strict)] known' }, TEARDOWN),
      ['a.py > t failed assertion xpass'],
    ],
    [
      'a file that could not be collected',
      [
        JSON.stringify({
          $report_type: 'CollectReport',
          nodeid: 'b.py',
          outcome: 'failed',
          longrepr: { longrepr: 'ImportError: x' },
        }),
      ],
      ['b.py errored collection'],
    ],
    [
      'two tests of two workers at once',
      [
        ...phases('a.py::t', SETUP),
        ...phases('a.py::u', SETUP, CALL),
        ...phases('a.py::t', CALL, TEARDOWN),
        ...phases('a.py::u', TEARDOWN),
      ],
      ['a.py > t passed', 'a.py > u passed'],
    ],
    [
      'a test that was run again and passed',
      phases('a.py::t', SETUP, { ...CALL, outcome: 'rerun' }, TEARDOWN, SETUP, CALL, TEARDOWN),
      ['a.py > t passed flaky'],
    ],
    [
      'the same id twice',
      [...phases('a.py::t', SETUP, CALL, TEARDOWN), ...phases('a.py::t', SETUP, CALL, TEARDOWN)],
      ['a.py > t passed', 'a.py > t passed'],
    ],
    ['a test that never came to its call', phases('a.py::t', SETUP), ['a.py > t errored exit-early']],
    ['kinds of records that are not known', ['{"$report_type": "WarningMessage", "x": 1}'], []],
  ];
  for (const [what, lines, rows] of table) {
    it(`of ${what}`, () => {
      assert.deepEqual(rowsOf(...lines), rows);
    });
  }

  it('keeps dates, frames from the inside out, lines, output and requirements', () => {
    const more = { user_properties: [['requirement', 'REQ-1']], sections: [['Captured stdout call', 'said']] };
    const lines = phases(
      'a.py::t',
      SETUP,
      { ...CALL, ...crash('ValueError: x', 'ValueError'), ...more },
      { ...TEARDOWN, ...more },
    );
    const [suite] = read(`${[START, ...lines].join('\n')}\n`).suites;
    const [test] = suite?.tests ?? [];
    assert.deepEqual([suite?.startedAtMs, test?.line, test?.requirements], [10_000, 5, ['REQ-1']]);
    assert.equal(test?.failure?.message, 'ValueError: x\n>   deep()\nE   no');
    assert.deepEqual(
      test.failure.frames.map(({ file, line }) => `${file}:${line}`),
      ['b.py:3', 'a.py:9'],
    );
    assert.equal(test.failure.output, '--- Captured stdout call ---\nsaid\n');
  });

  it('says that a session has no end', () => {
    assert.deepEqual(read(`${START}\n`).warnings, ['the session has no end: pytest was killed, or the file was cut']);
  });

  const broken: readonly (readonly [what: string, text: string, line: number, why: RegExp])[] = [
    ['what is not JSON', `${START}\nnot json\n`, 2, /not JSON/u],
    ['a line that was cut', `${START}\n{"outcome": "pa`, 2, /has no end/u],
    ['JSON of something else', `${START}\n\n[1]\n`, 3, /report_type is missing/u],
    [
      'a record that lacks its outcome',
      `${START}\n{"$report_type": "TestReport", "nodeid": "a"}\n`,
      2,
      /not a TestReport/u,
    ],
  ];
  for (const [what, text, line, why] of broken) {
    it(`refuses ${what}, with the line`, () => {
      const { damage } = read(text);
      assert.deepEqual([damage?.line, why.test(damage?.why ?? '')], [line, true], JSON.stringify(damage));
    });
  }

  it('splits an id before the first bracket only', () => {
    assert.deepEqual(splitNodeId('a/b.py::T::t[x::y[0]]'), ['a/b.py', 'T', 't[x::y[0]]']);
  });
});
