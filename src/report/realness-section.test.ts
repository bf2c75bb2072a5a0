import assert from 'node:assert/strict';
import { assessRun } from '../../fixtures/tools/assess-run.ts';
import { RunBuilder } from '../../fixtures/tools/build-run.ts';
import { passing, realnessRun } from '../../fixtures/tools/realness-run.ts';
import { renderReports } from './reports.ts';

function read(run: RunBuilder, file: string): string {
  return renderReports(assessRun(run.stored())).get(file) ?? assert.fail(`no ${file}`);
}

function section(run: RunBuilder, file = 'appendix-realness.md'): string {
  const [, text = ''] = /## Evidence that these tests are real\n\n([^]*?)\n(?:$|\n## )/u.exec(read(run, file)) ?? [];
  return text;
}

describe('evidence that tests are real', () => {
  it('has a row for each suite and edge, and what carries each claim', () => {
    const text = section(realnessRun());
    assert.match(
      text,
      /^Of 5 suites outside lane unit: 2 real; 1 hollow .*: `idle`; 1 unguarded .*: `loose`; 1 mocked/u,
    );
    for (const row of [
      '| `orders` | real | 1 of 1 guarded | `service` | L3 of L3 | 2 | 420 B, 9.0 kB | 4 | tap |',
      '| `orders` |  |  | `service>mediamtx` | L4 of L3 | 2 | 420 B, 9.0 kB | 4 | tap |',
      '| `idle` | hollow | 1 of 1 guarded | `service` | L1 of L3 | 0 | 420 B, 9.0 kB | 0 | tap |',
      '| `loose` | unguarded | 1 of 2 guarded |',
      '| `health` | real | no guard for them |',
      'not guarded: `node worker.js` (pid 4002, node 20.20.2)',
      'answered by `service` (pid 4100, `/usr/bin/node`) at `127.0.0.1:21233`',
      'ids made by the server: `path camera0`; nonce read back from: `recordings/a.mp4`',
      '| `faked` | `nock` (package) | **violation** | `/project/orders.test.ts:3` |',
      '| `orders` | `mockdate` (package) | allowed: the licence ends in 2030 |',
      'it was refused in mocha (41 ms)',
      'Read when the run began: 31 test files; 0 violations, 2 listed only, 1 tolerated by the ledger.',
      '| `health` | `service` | **does not need it** | 1 of 1: `health::works` | connect ECONNREFUSED 127.0.0.1:21233 |',
    ])
      assert.ok(text.includes(row), `${row}\n${text}`);
    assert.ok(!text.includes('parser'), 'lane unit is asked for nothing');
  });

  it('is told in short in the assessment: claims, why some are not real, what stood in', () => {
    const text = section(realnessRun(), 'assessment.md');
    for (const part of [
      'Of 5 suites outside lane unit: 2 real; 1 hollow ',
      '- `idle`: **hollow**, service reached L1 of L3',
      '- `loose`: **unguarded**, ',
      '| `faked` | `nock` (package) | **violation** | `/project/orders.test.ts:3` |',
      'it was refused in mocha (41 ms). Of 31 test files read, 0 violate the policy.',
      '](appendix-realness.md)',
      '| `health` | `service` | **does not need it** |',
    ])
      assert.ok(text.includes(part), `${part}\n${text}`);
    assert.ok(!text.includes('L3 of L3'), text);
  });

  it('is not invented where nothing was told', () => {
    assert.match(
      section(new RunBuilder().green('s', ['t']).end()),
      /^Not measured: in this run neither guard nor contact/u,
    );
    assert.match(section(new RunBuilder().green('s', ['t'], { lane: 'unit' }).end()), /^Nothing to show: it is asked/u);
  });

  it('says under what was not tested just what nobody looked at', () => {
    const untested = (run: RunBuilder): string =>
      /## What was not tested\n\n([^]*?)\n\n## /u.exec(read(run, 'assessment.md'))?.[1] ?? '';
    const silent = untested(new RunBuilder().green('s', ['t']).end());
    assert.match(silent, /whether any test used a mock: not checked\n/u);
    assert.match(silent, /\(contact\): not checked\n/u);
    const told = untested(realnessRun());
    assert.ok(!told.includes('not checked'), told);
    assert.match(told, /what `idle` declares to touch: it passed, and service reached L1 of L3/u);
    assert.match(told, /`loose` did that ran without the guard/u);
    const half = new RunBuilder().green('silent', ['t']);
    passing(half, 'seen', (attempt) => {
      half.attest(attempt, 'armed').contact(attempt, 'service').finish(attempt, 'seen', 'passed');
    });
    const partly = untested(half.end());
    assert.match(partly, /whether any test used a mock: not checked in 1 of 2 suites \(`silent`\)/u);
    assert.match(partly, /not tried \(`--unplug`\)/u);
  });

  it('does not count among what was shown to work what proves nothing', () => {
    const [, shown = ''] =
      /## What was shown to work\n\n([^]*)$/u.exec(read(realnessRun(), 'appendix-requirements.md')) ?? [];
    assert.ok(shown.includes('| `orders` |') && !shown.includes('| `idle` |'), shown);
    assert.ok(shown.includes('Passed, and shows nothing: `idle` (hollow), `loose` (unguarded).'), shown);
  });

  it('stands in the files for machines', () => {
    const claims = [...read(realnessRun(), 'assessment.json').matchAll(/"claim": ?"(?<claim>[a-z ]+)"/gu)];
    assert.deepEqual(
      claims.map(({ groups }) => groups?.['claim']),
      ['real', 'hollow', 'unguarded', 'mocked', 'real', 'not measured'],
    );
    const junit = read(realnessRun(), 'junit.xml');
    assert.ok(junit.includes('<property name="realness" value="hollow"/>'));
    assert.ok(junit.includes('<property name="contact" value="service&gt;mediamtx L4 of L3"/>'));
    assert.ok(
      read(realnessRun(), 'quality-gate.yaml').includes(
        'real: { real: 2, hollow: 1, unguarded: 1, mocked: 1, not-measured: 0 }',
      ),
    );
  });

  it('shows once what many tests did at one line', () => {
    const run = new RunBuilder();
    passing(run, 's', (attempt) => {
      for (let time = 0; time < 7; time += 1) run.mock(attempt, { verdict: 'warn' });
      run.mock(attempt, { verdict: 'warn', what: 'msw' }).finish(attempt, 's', 'passed');
    });
    const rows = section(run.end()).match(/^\| `s` \| `(?:nock|msw)` .*$/gmu) ?? [];
    assert.deepEqual(
      rows.map((row) => row.split(' | ').slice(1, 3)),
      [
        ['`nock` (package), 7 times', 'listed only'],
        ['`msw` (package)', 'listed only'],
      ],
    );
  });

  it('stays bounded however many suites and edges there are', () => {
    const run = new RunBuilder();
    for (let index = 0; index < 400; index += 1)
      passing(run, `s${index}`, (attempt) => {
        const ids = Array.from({ length: 60 }, (_, id) => `id-${index}-${id}`);
        run.attest(attempt, 'armed').contact(attempt, 'service', { serverIds: ids });
        for (let found = 0; found < 5; found += 1) run.mock(attempt, { verdict: 'warn', what: `mock-${found}` });
        run.finish(attempt, `s${index}`, 'passed');
      });
    const text = section(run.end());
    assert.ok(text.length < 60_000, `${text.length}`);
    assert.match(text, /And 250 more, in `assessment\.json`/u);
    assert.match(text, /And 360 more suites/u);
  });
});
