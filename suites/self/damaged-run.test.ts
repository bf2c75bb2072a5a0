import assert from 'node:assert/strict';
import { copyFileSync, cpSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROGRAMS, inLab, mocha, shell } from './lab.ts';
import type { Lab } from './lab.ts';
import { parseAssessment } from './results.ts';
import type { AssessmentDocument } from './results.ts';

/** A stored run that can be spoilt again and again. */
async function makeRun(lab: Lab): Promise<string> {
  lab.configure({ suites: [mocha('fails', 'fails.js'), mocha('passes', 'passes.js')], run: { workers: 1 } });
  assert.equal((await lab.run(['run', '--all'])).status, 1);
  return lab.latest;
}

async function reportOn(lab: Lab, folder: string): Promise<AssessmentDocument> {
  const { stdout, stderr, status } = await lab.run(['report', folder, '--json']);
  assert.ok(status === 0 || status === 1 || status === 4, `${status}: ${stderr}`);
  assert.doesNotMatch(stderr, /a bug of ours/u);
  return parseAssessment(stdout);
}

describe('a damaged run', () => {
  it(
    'whose journal was cut anywhere in its last lines keeps all earlier results',
    inLab(async (lab) => {
      const folder = await makeRun(lab);
      const copy = join(lab.root, 'copy');
      cpSync(folder, copy, { recursive: true });
      const bytes = readFileSync(join(folder, 'events.ndjson'));
      const lines = bytes.toString().trimEnd().split('\n');
      const lastThree = Buffer.byteLength(`${lines.slice(-3).join('\n')}\n`);
      const cuts = [1, 2, Math.floor(lastThree / 3), Math.floor(lastThree / 2), lastThree - 1, lastThree];
      for (const cut of cuts) {
        copyFileSync(join(folder, 'events.ndjson'), join(copy, 'events.ndjson'));
        truncateSync(join(copy, 'events.ndjson'), bytes.length - cut);
        const { totals, run } = await reportOn(lab, copy);
        assert.deepEqual(
          { tests: totals.tests, passed: totals.byOutcome.passed },
          { tests: 9, passed: 3 },
          `cut ${cut}`,
        );
        // A last line that lacks nothing but its end is whole: its checksum says so.
        assert.equal(run.how, cut === 1 ? 'completed' : 'interrupted');
      }
    }),
  );

  it(
    'whose journal was altered says so, and never shows the altered line as true',
    inLab(async (lab) => {
      const folder = await makeRun(lab);
      const journal = join(folder, 'events.ndjson');
      writeFileSync(journal, readFileSync(journal, 'utf8').replace('"outcome":"failed"', '"outcome":"passed"'));
      const { totals, damage, decision } = await reportOn(lab, folder);
      assert.notDeepEqual(damage, []);
      assert.equal(totals.byOutcome.passed, 3);
      assert.notEqual(decision, 'ACCEPT');
    }),
  );

  it(
    'whose side files are gone still tells its outcomes, and what is missing',
    inLab(async (lab) => {
      const folder = await makeRun(lab);
      for (const name of readdirSync(join(folder, 'sides'))) rmSync(join(folder, 'sides', name));
      const { totals, damage } = await reportOn(lab, folder);
      assert.equal(totals.byOutcome.failed, 6);
      assert.ok(damage.some((text) => /side file .* is missing/u.test(text)));
    }),
  );

  it(
    'of which a log is gone that a cause cites draws nothing from it and says so; without any log the journal speaks alone',
    inLab(async (lab) => {
      const command = ['node', join(PROGRAMS, 'exits-early.js')];
      lab.configure({
        components: { service: { kind: 'service', command, ports: ['http'] } },
        suites: [shell('asks', 'true', { requires: ['service'] })],
      });
      assert.equal((await lab.run(['run', '--all'])).status, 1);
      const folder = lab.latest;
      const cited = (): boolean =>
        readFileSync(join(folder, 'SYSTEM_CRITICAL.md'), 'utf8').includes('`logs/w1.1/service.log:');
      const whole = await reportOn(lab, folder);
      assert.deepEqual([whole.damage, cited()], [[], true]);
      rmSync(join(folder, 'logs', 'w1.1', 'service.log'));
      const { damage } = await reportOn(lab, folder);
      assert.deepEqual([damage, cited()], [['logs/w1.1/service.log is missing: nothing is drawn from it'], false]);
      rmSync(join(folder, 'logs'), { recursive: true });
      assert.deepEqual((await reportOn(lab, folder)).damage, []);
    }),
  );

  it(
    'that holds nothing, or rubbish, is refused with 2 and a sentence',
    inLab(async (lab) => {
      const folder = await makeRun(lab);
      for (const text of ['', '\n', 'rubbish\n', '{"seq":1}\n', '\u0000'.repeat(5000)]) {
        writeFileSync(join(folder, 'events.ndjson'), text);
        const { status, stderr } = await lab.run(['report', folder]);
        assert.equal(status, 2, `${JSON.stringify(text.slice(0, 20))}: ${stderr}`);
        assert.match(stderr, /^reality: /u);
        assert.doesNotMatch(stderr, /a bug of ours/u);
      }
    }),
  );
});
