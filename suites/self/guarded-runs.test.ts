import assert from 'node:assert/strict';
import type { RunEvent } from '#domain';
import { inLab } from './lab.ts';
import type { Lab } from './lab.ts';

type EventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { readonly kind: Kind }>;

function eventsOf<Kind extends RunEvent['kind']>(lab: Lab, kind: Kind): readonly EventOf<Kind>[] {
  return lab.events().filter((event): event is EventOf<Kind> => event.kind === kind);
}

/** A suite of one mocha file in a lane that forbids mocks. */
function suite(lab: Lab, name: string, code: string, more: object = {}): object {
  const file = `${name}.test.cjs`;
  lab.write(file, code);
  return { name, engine: 'mocha', files: [file], lane: 'system', ...more };
}

/** A package of the name of a mocking library, as it would be installed. */
function install(lab: Lab, name: string): void {
  const about = { name, version: '1.0.0', main: 'index.js' };
  lab.write(`node_modules/${name}/package.json`, JSON.stringify(about));
  lab.write(`node_modules/${name}/index.js`, 'module.exports = { stub: () => () => 42 };\n');
}

const USES = "it('honest', () => {});\nit('stubs', () => { require('sinon').stub(); });\n";
const CHILD = `const { spawnSync } = require('node:child_process');
it('starts a program', () => { spawnSync(process.execPath, ['child.cjs'], OPTIONS); });\n`;
const REASON = 'the payment provider has no test system';

/** Name → what the suite comes out as. One run of all: each is a process, and the canary is tried once. */
function makeSuites(lab: Lab): readonly object[] {
  lab.write('child.cjs', 'const end = Date.now() + 300; while (Date.now() < end);\n');
  return [
    suite(lab, 'stubs', USES, { retries: 2 }),
    suite(
      lab,
      'swallows',
      "it('x', () => { let s; try { s = require('sinon'); } catch {} try { s.stub(); } catch {} });\n",
    ),
    suite(lab, 'loads', "const sinon = require('sinon');\nit('x', () => sinon.stub());\n"),
    suite(lab, 'allowed', USES, { allow: [{ what: 'sinon', reason: REASON }] }),
    suite(lab, 'alone', USES, { isolation: 'test' }),
    suite(lab, 'unit', USES, { lane: 'unit' }),
    suite(lab, 'honest', "it('x', () => {});\n"),
    suite(lab, 'own-options', CHILD.replace('OPTIONS', "{ env: { ...process.env, NODE_OPTIONS: '' } }")),
    suite(lab, 'empty-env', CHILD.replace('OPTIONS', '{ env: {} }')),
    suite(lab, 'honest-child', CHILD.replace('OPTIONS', '{}')),
    { name: 'shell', engine: 'exec', command: ['bash', '-c', 'true'], lane: 'system' },
  ];
}

const OUTCOMES: Readonly<Record<string, string>> = {
  stubs: 'mock-violation',
  swallows: 'passed',
  loads: 'mock-violation',
  allowed: 'passed',
  alone: 'mock-violation',
  unit: 'passed',
  honest: 'passed',
  'own-options': 'passed unguarded',
  'empty-env': 'passed unguarded',
  'honest-child': 'passed',
  shell: 'passed',
};

const STATES: Readonly<Record<string, string>> = {
  stubs: 'armed',
  unit: '',
  honest: 'armed',
  'own-options': 'unguarded',
  'empty-env': 'unguarded',
  'honest-child': 'armed',
  shell: 'no-guard',
};

describe('a run that forbids mocks', () => {
  it(
    'refuses them, says where, and says who was guarded',
    inLab(async (lab) => {
      install(lab, 'sinon');
      lab.configure({ suites: makeSuites(lab) });
      const { status, stdout } = await lab.run(['run', '--all']);
      assert.equal(status, 1, stdout);
      const outcomes = Object.keys(OUTCOMES).map((name) => {
        const { outcome, marks } = lab.suite(name);
        return [name, [outcome, ...marks].join(' ')];
      });
      assert.deepEqual(Object.fromEntries(outcomes), OUTCOMES);
      const states = Object.keys(STATES).map((name) => {
        const told = eventsOf(lab, 'guard-attested').filter(({ attempt }) => attempt.startsWith(`${name}/`));
        return [name, told.map(({ attestation }) => attestation.state).join(' ')];
      });
      assert.deepEqual(Object.fromEntries(states), STATES);
      expectOneCause(lab);
      expectCanaryAndScan(lab);
      assert.match(stdout, /^mocks: {3}forbidden in system: guard \d+ in Node and Python, scan of the files/mu);
    }),
  );

  it(
    'says so where it is told to let them pass',
    inLab(async (lab) => {
      install(lab, 'sinon');
      lab.configure({ suites: [suite(lab, 'stubs', USES)] });
      const off = await lab.run(['run', '--all', '--no-guard', '--no-scan']);
      assert.equal(off.status, 0, off.stdout);
      assert.match(off.stdout, /^mocks: {3}not checked: guard and scan are switched off$/mu);
      assert.deepEqual(
        eventsOf(lab, 'guard-attested').map(({ attestation }) => attestation.state),
        ['off'],
      );
      assert.equal(eventsOf(lab, 'canary-made').length + eventsOf(lab, 'scan-made').length, 0);
      const scanned = await lab.run(['run', '--all', '--no-guard']);
      assert.equal(scanned.status, 1, scanned.stdout);
      assert.equal(lab.suite('stubs').outcome, 'mock-violation');
      assert.deepEqual(
        lab.suite('stubs').tests.map(({ outcome }) => outcome),
        ['passed', 'passed'],
        'they ran all the same: that they pass with the mock is evidence too',
      );
    }),
  );

  it(
    'leaves the ledger of a project to the scan, and says when it is not there',
    inLab(async (lab) => {
      install(lab, 'sinon');
      const suites = [suite(lab, 'stubs', "it('x', () => { if (process.env.NEVER) require('sinon'); });\n")];
      lab.configure({ suites, guard: { baseline: 'mocks.json' } });
      const absent = await lab.run(['run', '--all']);
      assert.equal(absent.status, 2, absent.stdout);
      assert.match(absent.stderr, /mocks\.json is not there: guard\.baseline names it/u);
      lab.configure({ suites });
      assert.equal((await lab.run(['run', '--all'])).status, 1, 'the scan sees it');
      assert.equal((await lab.run(['scan', '--baseline', 'mocks.json', '--write-baseline'])).status, 0);
      lab.configure({ suites, guard: { baseline: 'mocks.json' } });
      const known = await lab.run(['run', '--all']);
      assert.equal(known.status, 0, known.stdout);
      assert.equal(eventsOf(lab, 'scan-made')[0]?.tolerated, 1);
    }),
  );
});

function expectOneCause(lab: Lab): void {
  const { causes, suites } = lab.assessment();
  const mocks = causes.filter(({ title }) => title.startsWith('sinon '));
  assert.deepEqual(
    mocks.map(({ heading }) => heading),
    ['TEST_ARTIFACT'],
  );
  const effects = ['alone::stubs', 'loads::(load)', 'stubs::stubs'];
  assert.deepEqual(mocks.flatMap((cause) => cause.effects).toSorted(), effects);
  assert.match(lab.report('assessment.md'), /stubs\.test\.cjs:2/u);
  assert.match(lab.report('assessment.md'), new RegExp(REASON, 'u'));
  const stubs = suites.find(({ name }) => name === 'stubs');
  assert.equal(stubs?.attempts.length, 1, 'no further attempt makes up for a mock');
  assert.deepEqual(
    stubs?.tests.map(({ outcome }) => outcome),
    ['passed', 'mock-violation'],
  );
}

function expectCanaryAndScan(lab: Lab): void {
  const canaries = eventsOf(lab, 'canary-made').map(({ canary }) => [canary.engine, canary.refused]);
  assert.deepEqual(canaries, [['mocha', true]]);
  const [scan] = eventsOf(lab, 'scan-made');
  assert.ok((scan?.files ?? 0) >= 9, JSON.stringify(scan));
  assert.ok((scan?.blocked ?? 0) >= 4, JSON.stringify(scan));
}
