import assert from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, inLab, mocha } from './lab.ts';
import type { Lab } from './lab.ts';

/** Puts a stored run into the lab's project, apart from its reports: its ports are of no concern to the watch over what is left. */
function bring(lab: Lab, name: string): string {
  const folder = lab.path(name);
  cpSync(join(ROOT, 'fixtures', 'journals', name), folder, { recursive: true });
  return folder;
}

function readAll(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder)
      .filter((name) => name !== 'tickets')
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

const OPTIONS = ['--document', 'IVV-014', '--role', 'IV&V', '--phase', 'PDR', '--status', 'for signature'];

describe('reality assess', () => {
  it(
    'writes the same bytes each time, in any time zone, locale and folder',
    inLab(async (lab) => {
      bring(lab, 'broken');
      bring(lab, 'green');
      const options = [...OPTIONS, '--baseline', 'green', '--effort', 'C-f71754433c=1h..4h'];
      const places = [
        { env: { TZ: 'UTC', LC_ALL: 'C' }, out: 'one' },
        { env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }, out: 'a/second folder' },
      ];
      for (const { env, out } of places) {
        const { status, stderr } = await lab.run(['assess', 'broken', '-o', out, ...options], { env });
        assert.equal(status, 1, stderr);
      }
      const [first, second] = places.map(({ out }) => readAll(lab.path(out)));
      assert.deepEqual(first, second);
      const text = first?.get('assessment.md') ?? '';
      for (const row of ['| document | IVV-014 |', '| date | 2026-11-21 |', '| role | IV&V |', '| phase | PDR |'])
        assert.ok(text.includes(row), row);
      assert.match(text, /^Before, in run `20261121-101500-000-9c01`: \d+ %\. Change: -\d+ points\.$/mu);
      assert.match(text, /\| C-f71754433c \|[^\n]*\| 1 h to 4 h \|/u);
      assert.match(
        first?.get('appendix-plan.md') ?? '',
        /\| C-f71754433c \|[^\n]*\| 1 h to 4 h \(a person's word for this cause\) \|/u,
      );
      assert.match(
        text,
        /\| make it again \| `reality assess 20261121\S* --document IVV-014 --role 'IV&V' .* --effort C-f71754433c=1h\.\.4h` \|/u,
      );
    }),
  );

  it(
    'refuses what it cannot understand, and what is not there',
    inLab(async (lab) => {
      bring(lab, 'broken');
      const wrong: readonly (readonly [readonly string[], RegExp])[] = [
        [['--effort', 'C-1=soon'], /--effort takes CAUSE=2h or CAUSE=1h\.\.4h, not C-1=soon/u],
        [['--effort', 'C-1=4h..1h'], /--effort takes/u],
        [['--baseline', 'nobody'], /no stored run is called nobody/u],
        [['--accepted', 'absent.yaml'], /absent\.yaml:1:1: there is no such file/u],
      ];
      for (const [args, expected] of wrong) {
        const { status, stderr } = await lab.run(['assess', 'broken', ...args]);
        assert.equal(status, 2);
        assert.match(stderr, expected);
      }
    }),
  );
});

describe('reality report --tickets', () => {
  it(
    'writes one draft for each cause and sends nothing',
    inLab(async (lab) => {
      const folder = bring(lab, 'broken');
      const { stderr } = await lab.run(['report', 'broken', '--tickets']);
      assert.match(stderr, /^8 drafts of tickets in .*; nothing was sent$/mu);
      assert.equal(readdirSync(join(folder, 'tickets')).length, 8);
      assert.match(
        readFileSync(join(folder, 'tickets', 'C-f71754433c.md'), 'utf8'),
        /^- Deduplicate by: `C-f71754433c`$/mu,
      );
    }),
  );
});

describe('reality compare', () => {
  it(
    'tells what became of causes and tests, and ends with 1 for something new alone',
    inLab(async (lab) => {
      bring(lab, 'green');
      bring(lab, 'broken');
      const worse = await lab.run(['compare', 'green', 'broken']);
      assert.equal(worse.status, 1, worse.stderr);
      assert.match(worse.stdout, /^### New \(8\)$/mu);
      const same = await lab.run(['compare', 'broken', 'broken', '--json']);
      assert.equal(same.status, 0);
      const told: unknown = JSON.parse(same.stdout);
      assert.ok(typeof told === 'object' && told !== null && 'stillFailing' in told && 'newlyFailing' in told);
      assert.deepEqual(told.newlyFailing, []);
      assert.equal((await lab.run(['compare', 'broken', 'green'])).status, 0);
    }),
  );
});

describe('reality accept', () => {
  it(
    'lets the next run live with a known cause until its day, and says so',
    inLab(async (lab) => {
      const suites = [mocha('fails', 'fails.js'), mocha('passes', 'passes.js')];
      lab.configure({ suites, run: { workers: 1 } });
      assert.equal((await lab.run(['run', '--all'])).status, 1);
      const ids = lab.assessment().causes.map((cause) => cause.id);
      const words = ['--reason', 'known: "yes"\n::error::x', '--until', '2999-12-31'];
      for (const id of ids) assert.equal((await lab.run(['accept', id, ...words])).status, 0);
      const again = await lab.run(['run', '--all']);
      assert.equal(again.status, 0, again.stdout);
      assert.equal(lab.assessment().decision, 'CONDITIONAL');
      assert.match(
        lab.report('assessment.md'),
        /^\| `C-[0-9a-f]+` \|[^\n]*\| known: "yes" ::error::x \| 2999-12-31 \| accepted \|/mu,
      );
      const before = lab.path('accepted-causes.yaml');
      lab.write('old.yaml', readFileSync(before, 'utf8').replaceAll('2999', '2001'));
      assert.equal((await lab.run(['assess', '--accepted', 'old.yaml', '-o', 'old'])).status, 1);
      assert.match(readFileSync(join(lab.path('old'), 'assessment.md'), 'utf8'), /\*\*expired\*\*: it counts again/u);
    }),
  );

  it(
    'takes neither a cause that is not there, nor a day that is none or has passed, nor no reason',
    inLab(async (lab) => {
      lab.configure({ suites: [mocha('passes', 'passes.js')] });
      bring(lab, 'broken');
      const good = ['accept', 'C-f71754433c', '--reason', 'known', '--until', '2026-12-31', '--run', 'broken'];
      const wrong: readonly (readonly [number, string, RegExp])[] = [
        [1, 'C-0000000000', /run 20261121\S* has no cause C-0000000000/u],
        [3, ' ', /accept needs --reason/u],
        [5, '2026-02-30', /not "2026-02-30"/u],
        [5, '2026-11-20', /is before the day of the run, 2026-11-21/u],
      ];
      for (const [at, word, expected] of wrong) {
        const { status, stderr } = await lab.run(good.with(at, word));
        assert.equal(status, 2);
        assert.match(stderr, expected);
      }
      assert.equal((await lab.run(good)).status, 0);
      lab.write('accepted-causes.yaml', 'version: 1\naccepted:\n  - { cause: C-1, until: soon }\n');
      const { status, stderr } = await lab.run(['run', '--all']);
      assert.equal(status, 2);
      assert.match(stderr, /accepted-causes\.yaml:3:\d+: accepted\[0\]\.until must be a day such as 2026-12-31/u);
    }),
  );
});
