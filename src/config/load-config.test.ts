import assert from 'node:assert/strict';
import { RealityError } from '#domain';
import type { Config } from '#domain';
import { makeProject } from '../../fixtures/tools/config-project.ts';
import { encodeConfig } from './encode-config.ts';
import { explainConfig } from './explain-config.ts';
import { loadConfig } from './load-config.ts';
import type { LoadRequest } from './request.ts';

const HEAD = 'version: 1\nproject: p\n';
const SERVICE =
  'components: {app: {kind: service, command: [run, "${app.ports.http}"], ports: [http], secrets: [key]}}\n';
const SUITE = 'suites: [{name: s, engine: script, files: [a.js], requires: [app]}]\n';

type Files = Readonly<Record<string, string>>;

async function load(files: Files, more: Partial<LoadRequest> = {}): Promise<Config> {
  const project = makeProject({ 'a.js': '', ...files });
  try {
    return await loadConfig({ ...project.request, ...more });
  } finally {
    project.remove();
  }
}

/** The lines that a user sees. */
async function complaints(files: Files, more: Partial<LoadRequest> = {}): Promise<readonly string[]> {
  try {
    await load(files, more);
  } catch (error) {
    assert.ok(error instanceof RealityError, String(error));
    assert.equal(error.code, 'config-invalid');
    return error.details;
  }
  return [];
}

describe('loadConfig', () => {
  it('fills in every default and freezes all of it', async () => {
    const config = await load({ 'reality.yaml': HEAD + SERVICE + SUITE });
    assert.deepEqual(config.budget, { durationMs: 600_000, memoryBytes: 2e9, diskBytes: 1e9, networkBytes: 1e8 });
    assert.deepEqual(config.limits, {
      maxOutputBytes: 256e6,
      maxMemoryBytes: 2e9,
      maxProcesses: 256,
      graceMs: 2000,
    });
    assert.deepEqual(config.gates, { maxCauses: { SYSTEM_CRITICAL: 0 }, minPassRate: 1 });
    assert.deepEqual(config.run, { repeatEach: 1, keep: 'on-failure', unplugLimitMs: 600_000 });
    const [suite] = config.suites;
    assert.equal(suite?.timeoutMs, 60_000);
    assert.equal(suite?.cwd, config.root);
    assert.deepEqual(suite?.options, { files: ['a.js'], args: [] });
    assert.deepEqual(config.warnings, []);
    assert.throws(() => Object.assign(config.suites[0] ?? {}, { name: 'other' }), TypeError);
    assert.throws(() => Object.assign(config.gates.maxCauses, { SYSTEM_CRITICAL: 9 }), TypeError);
  });

  it('lets a kind add what its options require', async () => {
    const text = 'components: {m: {kind: store}, s: {kind: stream, publishTo: m}}\nsuites: []\n';
    const config = await load({ 'reality.yaml': HEAD + text });
    assert.deepEqual(config.components[1]?.requires, ['m']);
  });

  it('reads units', async () => {
    const text = 'limits: {maxOutput: 1MiB, grace: 1.5s}\nbudget: {duration: 2m, network: 1 kB}\nsuites: []\n';
    const config = await load({ 'reality.yaml': HEAD + text });
    assert.equal(config.limits.maxOutputBytes, 1_048_576);
    assert.equal(config.limits.graceMs, 1500);
    assert.equal(config.budget.durationMs, 120_000);
    assert.equal(config.budget.networkBytes, 1000);
  });

  it('lays a profile over the file: maps merge, null removes, suites merge by name', async () => {
    const profiles =
      'profiles: {ci: {components: {app: {ports: null, command: [other]}}, suites: [{name: s, timeout: 2s}], scope: run}}\n';
    const config = await load({ 'reality.yaml': HEAD + SERVICE + SUITE + profiles }, { profile: 'ci' });
    assert.equal(config.profile, 'ci');
    assert.equal(config.scope, 'run');
    assert.deepEqual(config.components[0]?.declares.ports, []);
    assert.equal(config.suites.length, 1);
    assert.equal(config.suites[0]?.timeoutMs, 2000);
    assert.deepEqual(config.suites[0]?.requires, ['app']);
  });

  it('lets a flag outrank the file, for every suite, and tells each origin', async () => {
    const text = `${HEAD}${SERVICE}run: {retries: 2, keep: never}\nsuites: [{name: s, engine: script, files: [a.js], timeout: 9s}]\n`;
    const options: LoadRequest['options'] = [
      { name: 'timeout', value: '5s', from: 'flag' },
      { name: 'gate', value: ['SYSTEM_CRITICAL=3', 'minPassRate=0.5'], from: 'variable' },
    ];
    const project = makeProject({ 'a.js': '', 'reality.yaml': text });
    try {
      const config = await loadConfig({ ...project.request, options });
      assert.equal(config.suites[0]?.timeoutMs, 5000);
      assert.equal(config.suites[0]?.retries, 2);
      assert.deepEqual(config.gates, { maxCauses: { SYSTEM_CRITICAL: 3 }, minPassRate: 0.5 });
      const rows = await explainConfig({ ...project.request, options });
      const origin = (key: string): string | undefined => rows.find((row) => row.key === key)?.origin;
      assert.equal(origin('suites.s.timeout'), '--timeout');
      assert.equal(origin('suites.s.retries'), 'run.retries');
      assert.equal(origin('gates.minPassRate'), 'REALITY_OPT_GATE');
      assert.equal(origin('run.keep'), 'reality.yaml:4');
      assert.equal(origin('limits.grace'), 'default');
      assert.equal(origin('components.app.ports'), 'reality.yaml:3');
    } finally {
      project.remove();
    }
  });

  it('takes tools from flags: paths from where they were typed, an address and a version as they are', async () => {
    const text = `${HEAD}${SERVICE}suites: [{name: s, engine: script, files: [a.js]}]\n`;
    const options: LoadRequest['options'] = [
      { name: 'cache-dir', value: 'some/cache', from: 'flag' },
      { name: 'mirror', value: 'https://mirror.test/mediamtx', from: 'variable' },
      { name: 'mediamtx-version', value: '1.14.0', from: 'flag' },
    ];
    const project = makeProject({ 'a.js': '', 'reality.yaml': text });
    try {
      const { provision } = await loadConfig({ ...project.request, options });
      assert.equal(provision.cacheDir, project.request.files.resolve(project.request.cwd, 'some/cache'));
      assert.equal(provision.mirror, 'https://mirror.test/mediamtx');
      assert.equal(provision.mediamtxVersion, '1.14.0');
    } finally {
      project.remove();
    }
  });

  it('reads a module', async () => {
    const text =
      "export default { version: 1, project: 'p', suites: [{ name: 's', engine: 'scrpt', files: ['a.js'] }] };";
    assert.deepEqual(await complaints({ 'reality.config.mjs': text }), [
      'reality.config.mjs:1:1: "scrpt" is no engine; did you mean "script"?',
    ]);
  });

  it('expands a pack from the installed package', async () => {
    const pack = `version: 1\npack: basic\nexpects: [app]\nrequirements: req.yaml\nsuites:
  - {name: one, engine: script, files: [one.js], requires: [app], covers: [R-1]}
  - {name: two, engine: script, files: [two.js]}\n`;
    const files = {
      'package/suites/basic/pack.yaml': pack,
      'package/suites/basic/one.js': '',
      'package/suites/basic/req.yaml': 'version: 1\nrequirements: [{id: R-1, text: It works.}]\n',
      'reality.yaml': `${HEAD}${SERVICE}suites:\n  - {pack: basic, except: [two], overrides: {one: {timeout: 3s}}}\n`,
    };
    const config = await load(files);
    assert.deepEqual(
      config.suites.map((suite) => [suite.name, suite.timeoutMs, suite.cwd.endsWith('package/suites/basic')]),
      [['one', 3000, true]],
    );
    assert.deepEqual(
      config.requirements.map((one) => one.id),
      ['R-1'],
    );
    const without = { ...files, 'reality.yaml': `${HEAD}suites: [{pack: basic, only: [on]}, {pack: basics}]\n` };
    assert.deepEqual(await complaints(without), [
      'reality.yaml:3:17: the pack basic expects a component "app"',
      'reality.yaml:3:31: the pack has no suite "on"; did you mean "one"?',
      'reality.yaml:3:44: there is no bundled pack "basics"',
    ]);
  });

  it('warns of a leased port that nothing uses', async () => {
    const text =
      'components: {app: {kind: service, command: [run], ports: [http]}, b: {kind: service, command: [x], ports: {y: 80}}}\n';
    const config = await load({ 'reality.yaml': `${HEAD}${text}suites: []\n` });
    assert.deepEqual(config.warnings, [
      'reality.yaml:3: port http of app is leased, and no command, variable or address uses it',
    ]);
  });

  it('keeps secrets out of what is stored with a run, and of what is printed', async () => {
    const text = `${HEAD}components:
  app:
    kind: service
    command: [run, "rtsp://user:canary1@host/x", "http://canary2@host"]
    secrets: [key]
    env:
      DB_PASSWORD: canary3
      API_KEY: \${app.secrets.key}
      "ACCESS_TOKEN": 'canary4, canary5'
  two: {kind: service, command: [run], env: {A_SECRET: canary6, CLIENT_SECRET: "canary7", PLAIN: kept }}
suites: []\n`;
    const project = makeProject({ 'reality.yaml': text });
    try {
      const stored = encodeConfig(await loadConfig(project.request));
      const printed = await explainConfig(project.request);
      for (const shown of [stored.config, stored.effective, JSON.stringify(printed)]) {
        assert.doesNotMatch(shown, /canary/u);
        assert.match(shown, /app\.secrets\.key/u);
        assert.match(shown, /kept/u);
      }
    } finally {
      project.remove();
    }
  });

  it('says what is missing when there is no file, and refuses to choose between two', async () => {
    await assert.rejects(load({}), { code: 'config-not-found', message: /^there is no reality\.yaml in / });
    await assert.rejects(load({}, { file: 'other.yaml' }), { code: 'config-not-found' });
    await assert.rejects(load({ 'reality.yaml': HEAD, 'reality.config.js': '' }), { code: 'usage' });
  });
});
