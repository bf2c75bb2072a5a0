import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MockUse, RunEvent } from '#domain';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';
import { obtainMockPackages } from '../../fixtures/foreign/mock-packages.ts';
import { obtainForeign } from '../../fixtures/foreign/obtain.ts';
import { obtainPythonPackages } from '../../fixtures/foreign/python-packages.ts';
import { LISTED_CASES } from '../../fixtures/guard/listed/cases.ts';
import type { ListedCase } from '../../fixtures/guard/listed/cases.ts';
import { Lab, ROOT } from './lab.ts';

// Every listed case that needs no service of its own, as a suite of one real run against a real MediaMTX, its twin beside it.

const FIXTURES = join(ROOT, 'fixtures', 'guard', 'listed');
const HERE = 'suites/self/no-mock-cases.test.ts';
/** Ours that the cases load, and what they know by another name. */
const OWN = ['undici'];
type Suite = Readonly<Record<string, unknown>> & { readonly name: string };

/** What runs the file of a case. */
function suiteOf(path: string, python: string): Suite {
  const file = basename(path);
  const name = file.replaceAll(/\.test\.\w+$|\.py$/gu, '').replaceAll('.', '-');
  const base = { name, files: [path], ...WORLD };
  if (file.endsWith('.py')) return { ...base, engine: 'pytest', python };
  if (/^J1[34]\./u.test(file)) return { ...base, engine: 'node-test' };
  if (/^J1[67]\./u.test(file)) return { ...base, engine: 'vitest' };
  return { ...base, engine: 'mocha', ...(file.endsWith('.mts') ? { nodeArgs: ['--import', 'tsx'] } : {}) };
}

const WORLD = {
  lane: 'integration',
  requires: ['mediamtx'],
  env: { API: '${mediamtx.urls.api}', RTSP: '${mediamtx.urls.rtsp}', RECORDINGS: '${dirs.recordings}' },
};

function makeSuites(lab: Lab, python: string): readonly Suite[] {
  const files = readdirSync(lab.project, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      !file.startsWith('node_modules') && /(?:\.(?:block|allow|warn|empty)\.test\.\w+|test_y\w+\.py)$/u.test(file),
  );
  const script = (name: string): Suite => ({
    name,
    engine: 'exec',
    command: ['npm', '--prefix', 'j37', 'run', '--silent', name],
    ...WORLD,
  });
  const go = (name: string, directory: string, pattern: string): Suite => ({
    ...WORLD,
    name,
    engine: 'go-test',
    directory,
    packages: [pattern],
    env: { ...WORLD.env, ...GO },
  });
  const required = (file: string): Suite => ({
    ...suiteOf('J04.test.mts', ''),
    name: file.replaceAll(/\.cjs$/gu, '').replaceAll('.', '-'),
    args: ['--require', `./${file}`],
  });
  return [
    ...files.toSorted().map((file) => suiteOf(file, python)),
    ...['J04.set-up.cjs', 'J04.honest-set-up.cjs'].map(required),
    ...['lost', 'kept'].map(script),
    go('go-block', 'g', './block'),
    go('go-allow', 'g', './allow'),
    ...(GO === undefined ? [] : [go('go-assert', 't', '.')]),
  ];
}

const GO = askGo();

/** Where Go keeps what it has built and got; undefined where testify cannot be had. */
function askGo(): Readonly<Record<string, string>> | undefined {
  try {
    execFileSync('go', ['mod', 'download'], { cwd: join(FIXTURES, 't'), stdio: 'pipe', timeout: 60_000 });
    const [build = '', modules = ''] = execFileSync('go', ['env', 'GOCACHE', 'GOMODCACHE'], { encoding: 'utf8' }).split(
      '\n',
    );
    return { GOCACHE: build, GOMODCACHE: modules };
  } catch {
    return undefined;
  }
}

/** Tools are found where this user has them; everything else of the lab stays its own. */
function toolVariables(): Readonly<Record<string, string>> {
  const wanted = Object.entries(process.env).filter(([name]) =>
    /^(?:HOME|XDG_CACHE_HOME|REALITY_OPT_\w+)$/u.test(name),
  );
  return Object.fromEntries(wanted.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

const OUTCOMES: Readonly<Record<string, string>> = {
  block: 'mock-violation',
  warn: 'passed',
  allow: 'passed',
  'block (unguarded)': 'passed unguarded',
  'block (canary)': 'mock-violation',
  'warn (empty)': 'skipped empty',
};

describe('the listed cases', function listed() {
  this.timeout(900_000);
  const lab = new Lab();
  let stdout = '';
  let scanned: ReadonlySet<string> = new Set();

  before(async function runsAll() {
    const vitest = { kind: 'npm', name: 'vitest-4.1.12', packages: ['vitest@4.1.12', 'vite@7.3.8'] } as const;
    const faker = { kind: 'npm', name: 'faker', packages: ['@faker-js/faker@10.6.0'] } as const;
    const python = await obtainPythonPackages();
    const folders = [await obtainMockPackages(), await obtainForeign(vitest), await obtainForeign(faker)].map((got) =>
      got.kind === 'absent' ? leaveOut(this, got.why) : join(got.folder, 'node_modules'),
    );
    if (python.kind === 'absent') leaveOut(this, python.why);
    cpSync(FIXTURES, lab.project, { recursive: true, filter: (file) => !file.endsWith('cases.ts') });
    link([join(ROOT, 'node_modules'), ...folders]);
    lab.write('package.json', '{ "name": "listed", "private": true }');
    lab.configure({
      components: { mediamtx: { kind: 'mediamtx', protocols: ['rtsp'], paths: { '~^cam': {} } } },
      scope: 'run',
      suites: makeSuites(lab, join(python.folder, 'bin', 'python')),
      gates: { maxCauses: {}, minPassRate: 0 },
    });
    const ended = await lab.run(['run', '--all'], { env: toolVariables() });
    assert.equal(ended.status, 1, ended.stderr);
    ({ stdout } = ended);
    scanned = await scanAll();
  });
  after(async () => lab.close());

  /** The first one that has it. */
  function link(folders: readonly string[]): void {
    const modules = lab.path('node_modules');
    mkdirSync(modules);
    for (const folder of folders) {
      const names = readdirSync(folder).filter((name) => !name.startsWith('.') && !existsSync(join(modules, name)));
      for (const name of names) {
        if (folder.startsWith(ROOT) && !OWN.includes(name)) continue;
        symlinkSync(join(folder, name === 'nock' ? 'nock14' : name), join(modules, name));
      }
    }
  }

  /** The files that the scan refuses. */
  async function scanAll(): Promise<ReadonlySet<string>> {
    const files = LISTED_CASES.flatMap(({ names, twins }) => [...names, ...twins]).filter((file) => file.includes('.'));
    const paths = readdirSync(lab.project, { recursive: true, encoding: 'utf8' }).filter(
      (path) => files.includes(basename(path)) && !path.startsWith('node_modules'),
    );
    const { stdout: text } = await lab.run(['scan', ...paths, 'g/block', 'g/allow', 't']);
    return new Set(
      [...text.matchAll(/^(?<file>\S+):\d+:\d+ /gmu)].map(({ groups }) => basename(groups?.['file'] ?? '')),
    );
  }

  const nameOf = (file: string): string => file.replaceAll(/\.test\.\w+$|\.py$|\.cjs$/gu, '').replaceAll('.', '-');

  /** Outcome and marks, and what was met. */
  function look(file: string): { readonly outcome: string; readonly mocks: readonly MockUse[] } {
    const { outcome, marks } = lab.suite(nameOf(file));
    const mocks = lab
      .events()
      .filter((event): event is Extract<RunEvent, { kind: 'mock-found' }> => event.kind === 'mock-found')
      .filter(({ attempt }) => attempt.startsWith(`${nameOf(file)}/`));
    return {
      outcome: [outcome, ...marks.filter((mark) => mark !== 'leaky')].join(' '),
      mocks: mocks.map(({ mock }) => mock),
    };
  }

  for (const one of LISTED_CASES.filter(({ file }) => file === HERE)) {
    it(`${one.id}: ${one.verdict}, ${one.what}`, function judged() {
      if (GO === undefined && one.language === 'Go') leaveOut(this, 'Go, or testify for it, cannot be had here');
      for (const name of one.names) expectVerdict(one, name);
      if (one.verdict === 'allow') for (const name of one.names) assert.ok(!scanned.has(name), name);
      for (const twin of one.twins) {
        const { outcome } = look(twin);
        if (one.verdict.startsWith('block')) assert.equal(outcome, 'passed', twin);
        else assert.ok(['passed', 'mock-violation'].includes(outcome), twin);
      }
    });
  }

  function expectVerdict({ verdict, by }: ListedCase, name: string): void {
    const { outcome, mocks } = look(name);
    const told = mocks.map((mock) => `${mock.by} ${mock.verdict} ${mock.rule} ${mock.what} ${mock.frame?.file ?? ''}`);
    assert.equal(outcome, OUTCOMES[verdict], `${told.join('\n')}\n${stdout}`);
    if (verdict === 'allow') assert.deepEqual(told, []);
    if (verdict === 'warn')
      assert.ok(mocks.length > 0 && mocks.every((mock) => mock.verdict === 'warn'), told.join('\n'));
    if (verdict !== 'block') return;
    if (by.includes('R'))
      assert.ok(
        told.some((line) => line.startsWith('guard block')),
        told.join('\n'),
      );
    if (by.includes('S')) assert.ok(scanned.has(name.replace('go-block', 'block_test.go')), [...scanned].join('\n'));
  }
});
