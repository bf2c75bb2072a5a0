import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseDocument } from 'yaml';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';
import { ROOT, inLab } from './lab.ts';
import type { Lab } from './lab.ts';

const PARCELS = join(ROOT, 'fixtures', 'parcels-service');

const go = (...args: readonly string[]): { readonly status: number | null; readonly stdout: string } =>
  spawnSync('go', args, { cwd: PARCELS, encoding: 'utf8' });

/** With the cache of the caller, and not that of the home of the lab: the standard library is not to be built for each test. */
function copyParcels(lab: Lab): void {
  cpSync(PARCELS, lab.project, { recursive: true, filter: (path) => basename(path) !== 'reports' });
  const config = parseDocument(readFileSync(lab.path('reality.yaml'), 'utf8'));
  const cache = go('env', 'GOCACHE').stdout.trim();
  for (const place of [
    ['components', 'zones'],
    ['components', 'service'],
    ['suites', 0],
  ])
    config.setIn([...place, 'env', 'GOCACHE'], cache);
  lab.write('reality.yaml', config.toString());
}

describe('a service in Go', () => {
  before(function () {
    this.timeout(240_000);
    // Built once beforehand, so that the limits below are for the tests alone.
    if (go('build', '-buildvcs=false', './...').status === 0) return;
    assert.notEqual(go('version').status, 0, 'go is here, but does not build the parcels');
    leaveOut(this, 'go is not here: the parcels cannot be run');
  });

  it('is written as Go wants it', () => {
    assert.deepEqual(go('vet', './...').status, 0);
    assert.equal(spawnSync('gofmt', ['-l', '.'], { cwd: PARCELS, encoding: 'utf8' }).stdout, '');
  });

  it(
    'keeps what it promises, asked by go test and by node',
    inLab(async (lab) => {
      copyParcels(lab);
      const { status, stdout } = await lab.run(['run']);
      assert.equal(status, 0, stdout);
      assert.equal(lab.suite('parcels').tests.length, 6);
      assert.equal(lab.suite('parcels-node').tests.length, 8);
    }),
  ).timeout(180_000);
});
