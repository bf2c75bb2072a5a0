import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJournal } from '#journal';
import { endOf, makeProject, runReality, startReality } from './reality.ts';
import type { Project } from './reality.ts';

const TESTS = 200;

const FILES = {
  'reality.yaml': `version: 1
project: results
suites:
  - { name: many, engine: mocha, files: [many.js], lane: unit }
  - { name: more, engine: mocha, files: [many.js], lane: unit }
`,
  'many.js': `describe('many', () => {
  for (let index = 0; index < ${TESTS}; index += 1) it('test ' + index, () => new Promise((done) => setTimeout(done, 1)));
});
`,
};

/** Folders of stored runs, oldest first. */
function listRuns(project: Project): readonly string[] {
  const reports = join(project.folder, 'reports');
  if (!existsSync(reports)) return [];
  return readdirSync(reports)
    .filter((name) => /^\d{8}-/u.test(name))
    .toSorted()
    .map((name) => join(reports, name));
}

describe('results', () => {
  let project: Project;
  beforeEach(() => {
    project = makeProject(FILES);
  });
  afterEach(() => project.remove());

  it('are the same bytes from journal and side files alone, elsewhere, at another time and place', async () => {
    assert.equal((await runReality(project, ['run', '--all'])).status, 0);
    const run = listRuns(project)[0] ?? '';
    const reports = readdirSync(run).filter((name) => /\.(?:md|xml|json)$/u.test(name));
    assert.ok(reports.length >= 8);
    const first = reports.map((name) => readFileSync(join(run, name), 'utf8'));
    for (const name of readdirSync(run)) {
      if (name !== 'events.ndjson' && name !== 'sides') rmSync(join(run, name), { recursive: true });
    }
    const env = { TZ: 'Asia/Tokyo', LANG: 'tr_TR.UTF-8', LC_ALL: 'C' };
    assert.equal((await runReality(project, ['report', 'latest'], env)).status, 0);
    assert.deepEqual(
      reports.map((name) => readFileSync(join(run, name), 'utf8')),
      first,
    );
  });

  it('are printed, and the status is 74, where they cannot be written', async () => {
    writeFileSync(join(project.folder, 'file'), '');
    const { status, stdout, stderr } = await runReality(project, ['run', '--all', '-o', 'file/reports']);
    assert.equal(status, 74);
    assert.match(stdout, /400 passed/u);
    assert.match(stderr, /the results could not be written: .*ENOTDIR/u);
    assert.deepEqual(readdirSync(project.temp), []);
  });

  it('are printed, and the status is 74, when the disk is full', async () => {
    // A limit on the size of files stands for the full disk: the journal of 400 tests is larger.
    const shell = ['bash', '-c', `trap '' XFSZ; ulimit -S -f 30; exec "$0" "$@"`];
    const { status, stdout, stderr } = await endOf(startReality(project, ['run', '--all'], {}, shell));
    assert.equal(status, 74, stderr);
    assert.match(stdout, /400 passed/u);
    const { damage, records } = decodeJournal(readFileSync(join(listRuns(project)[0] ?? '', 'events.ndjson')));
    assert.deepEqual(damage, [], 'the journal ends with a whole line');
    assert.ok(records.length > 20);
    assert.deepEqual(readdirSync(project.temp), []);
  });

  it('can be told from a folder that is none', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'reality-none-'));
    try {
      const { status, stderr } = await runReality(project, ['report', elsewhere]);
      assert.equal(status, 2);
      assert.match(stderr, /^reality: no stored run is called /u);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });
});
