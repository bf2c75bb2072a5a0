import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './lab.ts';
import { endOf } from './reality.ts';
import type { Ended } from './reality.ts';

const WITHIN_MS = 300_000;
const INSTALL = ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'] as const;
// The reference service stays in this clone: a user's service is not in the package either.
const CAMERA_SERVICE = join(ROOT, 'dist', 'fixtures', 'camera-service', 'main.js');

/** The packed tool, installed as a stranger would: in an empty repository, from the tarball alone. */
describe('the package, installed in an empty repository', function () {
  this.timeout(WITHIN_MS);
  let root = '';
  let project = '';
  let tmp = '';
  let installed = '';

  before(async () => {
    // Here and not above: what is made while a file is only loaded stays when none of its tests is chosen.
    root = mkdtempSync(join(tmpdir(), 'reality-package-'));
    project = join(root, 'project');
    tmp = join(root, 'tmp');
    installed = join(project, 'node_modules', 'reality-harness');
    for (const folder of [project, tmp]) mkdirSync(folder);
    writeFileSync(join(project, 'package.json'), '{}');
    // The build under test is what is packed: no script may build another.
    const packed = await run(ROOT, ['npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', root]);
    assert.equal(packed.status, 0, packed.stderr);
    const tarball = readdirSync(root).find((name) => name.endsWith('.tgz'));
    assert.ok(tarball !== undefined, packed.stdout);
    const added = await run(project, [...INSTALL, join(root, tarball)]);
    assert.equal(added.status, 0, added.stderr);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  async function run(cwd: string, [program = '', ...args]: readonly string[]): Promise<Ended> {
    const env = { ...process.env, TMPDIR: tmp };
    return endOf(spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  async function reality(...args: readonly string[]): Promise<Ended> {
    return run(project, [join('node_modules', '.bin', 'reality'), ...args]);
  }

  it('holds what it needs at run time, no tests and no maps', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      files.filter((name) => /\.test\.|\.map$|bootstrap|fixtures\/(?!init)/u.test(name)),
      [],
    );
    for (const name of [
      'suites/camera/pack.yaml',
      'suites/camera/health.sh',
      'docs/requirements.yaml',
      'fixtures/init',
    ]) {
      assert.ok(existsSync(join(installed, name)), name);
    }
  });

  it('gives suite authors the kit and nothing else', async () => {
    const load = async (name: string): Promise<Ended> =>
      run(project, [process.execPath, '-e', `import(${JSON.stringify(name)}).then((face) => face.world.name)`]);
    const kit = await load('reality-harness/kit');
    assert.equal(kit.status, 0, kit.stderr);
    const inner = await load('reality-harness/dist/src/kit/index.js');
    assert.match(inner.stderr, /ERR_PACKAGE_PATH_NOT_EXPORTED/u);
  });

  it('init writes a project that runs and passes', async () => {
    const init = await reality('init');
    assert.equal(init.status, 0, init.stderr);
    const ended = await reality('run', '--all');
    assert.equal(ended.status, 0, `${ended.stdout}${ended.stderr}`);
    assert.ok(existsSync(join(project, 'reports', 'latest', 'junit.xml')));
    assert.deepEqual(readdirSync(tmp), []);
  });

  it('brings the camera suites as a pack', async () => {
    const text = readFileSync(join(ROOT, 'reality.yaml'), 'utf8');
    writeFileSync(join(project, 'reality.yaml'), text.replace('dist/fixtures/camera-service/main.js', CAMERA_SERVICE));
    const list = await reality('list', '--json');
    assert.equal(list.status, 0, list.stderr);
    for (const name of ['smoke-health', 'startup', 'recording']) assert.ok(list.stdout.includes(`"${name}"`), name);
    const ended = await reality('run', '--tag', 'smoke');
    assert.equal(ended.status, 0, `${ended.stdout}${ended.stderr}`);
    const report = readFileSync(join(project, 'reports', 'latest', 'junit.xml'), 'utf8');
    for (const name of ['smoke-health', 'smoke-mediamtx', 'smoke-websocket']) assert.ok(report.includes(name), name);
    assert.deepEqual(readdirSync(tmp), []);
  });
});
