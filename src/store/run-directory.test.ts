import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testEnvironment } from '../../fixtures/tools/environment.ts';
import { cleanRuns } from './clean-runs.ts';
import { findRun, listRuns } from './list-runs.ts';
import { readRun } from './read-run.ts';
import { openRunDirectory } from './run-directory.ts';
import { isRunId, makeRunId, parseRunId } from './run-id.ts';
import type { RunDirectory } from './types.ts';
import { writeReports } from './write-reports.ts';

describe('run directories', () => {
  let root = '';
  let reportsDir = '';
  const environment = testEnvironment();
  const open = (wallClockMs = environment.wallClockMs): RunDirectory =>
    openRunDirectory({ reportsDir, tmpRoot: root, environment: { ...environment, wallClockMs } });
  const note = (text: string): Parameters<RunDirectory['append']>[0] => ({ kind: 'warning', about: 'test', text });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'reality-store-'));
    reportsDir = join(root, 'reports');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('names runs by their start, so that names sort as starts do', () => {
    const at = Date.parse('2026-11-21T13:45:12.417Z');
    const runId = makeRunId({ ...environment, wallClockMs: () => at });
    assert.match(runId, /^20261121-134512-417[0-9a-f]{3}$/u);
    assert.ok(isRunId(runId));
    assert.equal(parseRunId(runId), at);
  });

  it('gives runs of the same millisecond folders of their own, and appends apart', () => {
    const runs = Array.from({ length: 60 }, () => open(() => 1_800_000_000_000));
    assert.equal(new Set(runs.map((run) => run.path)).size, 60);
    for (const [index, run] of runs.entries()) {
      run.append(note(`run ${index}`));
      run.close();
    }
    for (const [index, run] of runs.entries()) {
      assert.deepEqual(
        readRun(run.path).records.map(({ seq, event }) => [seq, event]),
        [[1, note(`run ${index}`)]],
      );
    }
  });

  it('points latest to the run that started last, by a relative link', () => {
    open().close();
    const second = open();
    assert.equal(readlinkSync(join(reportsDir, 'latest')), second.runId);
    assert.equal(findRun(reportsDir, 'latest', root).runId, second.runId);
    second.close();
  });

  it('leaves a folder of somebody else called latest alone', () => {
    mkdirSync(join(reportsDir, 'latest', 'mine'), { recursive: true });
    const run = open();
    assert.equal(run.warnings.length, 1);
    assert.equal(run.writeError(), undefined);
    assert.ok(existsSync(join(reportsDir, 'latest', 'mine')));
    run.close();
  });

  it('takes latest from a text file, where links are impossible, and never leads elsewhere', () => {
    const run = open();
    run.close();
    rmSync(join(reportsDir, 'latest'));
    writeFileSync(join(reportsDir, 'latest'), `${run.runId}\n`);
    assert.equal(findRun(reportsDir, 'latest', root).runId, run.runId);
    rmSync(join(reportsDir, 'latest'));
    symlinkSync('/etc', join(reportsDir, 'latest'));
    assert.equal(findRun(reportsDir, 'latest', root).runId, run.runId);
  });

  it('finds a run by id, by its beginning, by folder and by journal, and names what is there otherwise', () => {
    const run = open();
    run.close();
    for (const wanted of [
      run.runId,
      run.runId.slice(0, 19),
      run.path,
      join('reports', run.runId),
      join(run.path, 'events.ndjson'),
    ]) {
      assert.equal(findRun(reportsDir, wanted, root).path, run.path, wanted);
    }
    assert.throws(() => findRun(reportsDir, '2020', root), {
      code: 'run-not-found',
      message: 'no stored run is called 2020',
      details: [`runs in ${reportsDir}: ${run.runId}`],
    });
  });

  it('reads a run back from journal and side files alone, and finds an altered side file', () => {
    const run = open();
    const side = run.writeSide('[]', 'json');
    run.append({ kind: 'tests-announced', attempt: 'a', first: 0, count: 0, side });
    const first = run.read();
    run.close();
    writeReports(run.path, { 'assessment.md': 'x' });
    for (const name of ['logs', 'kept', 'assessment.md']) rmSync(join(run.path, name), { recursive: true });
    assert.deepEqual(readRun(run.path), first);
    assert.deepEqual(first.sides, new Map([[side, '[]']]));
    writeFileSync(join(run.path, 'sides', side), '[1]');
    assert.deepEqual(readRun(run.path).damage, [`side file ${side} is missing or altered`]);
  });

  it('cannot be led out of its folder by the name of a side file', () => {
    writeFileSync(join(root, 'secret.txt'), 'secret');
    const run = open();
    run.append({ kind: 'tests-announced', attempt: 'a', first: 0, count: 0, side: '../../../secret.txt' });
    run.close();
    assert.equal(readRun(run.path).sides.size, 0);
    assert.throws(() => writeReports(run.path, { '../x': '' }), { code: 'results-not-written' });
  });

  it('runs on in a temporary folder when the reports folder cannot be made, and leaves nothing', () => {
    writeFileSync(join(root, 'file'), '');
    reportsDir = join(root, 'file', 'reports');
    const run = open();
    run.append(note('x'));
    assert.match(run.writeError()?.message ?? '', /^the run's folder cannot be made in .*ENOTDIR/u);
    assert.equal(run.read().records.length, 1);
    assert.ok(existsSync(run.logDir));
    run.close();
    assert.equal(existsSync(run.path), false);
  });

  it('removes the temporary folder that a killed run left, and nothing of others', () => {
    writeFileSync(join(root, 'file'), '');
    reportsDir = join(root, 'file', 'reports');
    const dead = join(root, 'reality-results-dead');
    const foreign = join(root, 'reality-results-other');
    mkdirSync(dead);
    writeFileSync(join(dead, 'owner.json'), '{"pid":1,"startTime":1}\n');
    mkdirSync(foreign);
    symlinkSync(dead, join(root, 'reality-results-link'));
    const first = open();
    const second = open();
    assert.ok(existsSync(first.path) && existsSync(second.path));
    assert.equal(existsSync(dead), false);
    assert.ok(existsSync(foreign));
    first.close();
    second.close();
  });

  it('removes old runs, never a live one, and nothing that is no run', () => {
    const runs = [1, 2, 3, 4].map((day) => open(() => Date.UTC(2026, 0, day)));
    const [first, second, third, fourth] = runs;
    assert.ok(first && second && third && fourth);
    for (const run of [second, third, fourth]) run.close();
    mkdirSync(join(reportsDir, '20200101-000000-000abc'));
    mkdirSync(join(reportsDir, 'samples'));
    const planned = cleanRuns(reportsDir, { keepNewest: 1, dryRun: true });
    const ids = (entries: readonly { readonly runId: string }[]): readonly string[] => entries.map((one) => one.runId);
    assert.deepEqual(ids(planned.removed), [third.runId, second.runId]);
    assert.equal(listRuns(reportsDir).length, 4);
    const cleaned = cleanRuns(reportsDir, { keepNewest: 1, dryRun: false });
    assert.deepEqual(cleaned, planned);
    assert.deepEqual(ids(cleaned.live), [first.runId]);
    assert.deepEqual(ids(listRuns(reportsDir)), [fourth.runId, first.runId]);
    assert.ok(existsSync(join(reportsDir, '20200101-000000-000abc')) && existsSync(join(reportsDir, 'samples')));
    first.close();
    const byAge = cleanRuns(reportsDir, { keepSinceMs: Date.UTC(2026, 0, 3), dryRun: false });
    assert.deepEqual(ids(byAge.removed), [first.runId]);
    cleanRuns(reportsDir, { dryRun: false });
    assert.deepEqual(listRuns(reportsDir), []);
    assert.equal(existsSync(join(reportsDir, 'latest')), false);
  });

  it('does not take a process that only has the same number for the writer', () => {
    const run = open();
    assert.equal(findRun(reportsDir, run.runId, root).live, true);
    const owner = join(run.path, 'owner.json');
    writeFileSync(owner, readFileSync(owner, 'utf8').replace(/"startTime":\d+/u, '"startTime":1'));
    assert.equal(findRun(reportsDir, run.runId, root).live, false);
    run.close();
  });

  it('replaces a report in one step and keeps its usual mode', () => {
    const run = open();
    writeReports(run.path, { 'junit.xml': 'one' });
    const before = statSync(join(run.path, 'junit.xml')).ino;
    writeReports(run.path, { 'junit.xml': 'two' });
    assert.notEqual(statSync(join(run.path, 'junit.xml')).ino, before);
    assert.equal(readFileSync(join(run.path, 'junit.xml'), 'utf8'), 'two');
    run.close();
  });

  it('says where a report could not be written', () => {
    const run = open();
    run.close();
    mkdirSync(join(run.path, 'assessment.md'));
    assert.throws(() => writeReports(run.path, { 'assessment.md': 'x' }), { code: 'results-not-written' });
    assert.equal(spawnSync('ls', ['-A', run.path]).stdout.toString().includes('.writing'), false);
  });
});
