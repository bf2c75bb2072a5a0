import assert from 'node:assert/strict';
import { makeProject, runReality } from './reality.ts';
import type { Ended } from './reality.ts';

const MISTAKES = `version: 1
project: shop
components:
  shop:
    kind: service
    requries: [db]
    command: [node, server.js]
  one: { kind: service, command: [x], requires: [two], env: { DB: '\${db.host}' } }
  two: { kind: service, command: [x], requires: [one] }
suites:
  - { name: api, engine: mocha, files: [test/api.js], requires: [shop] }
  - { name: types, engine: mocha, files: [test/api.ts] }
`;

const SOUND = `version: 1
project: shop
run: { keep: never }
suites:
  - { name: health-check, engine: exec, command: [sh, -c, 'exit 0'], timeout: 9s }
`;

async function run(files: Readonly<Record<string, string>>, args: readonly string[], env = {}): Promise<Ended> {
  const project = makeProject(files);
  try {
    return await runReality(project, args, env);
  } finally {
    project.remove();
  }
}

describe('the command line on a configuration', () => {
  it('tells every mistake at once with file, line and the nearest name, and ends with 2', async () => {
    const { status, stdout, stderr } = await run({ 'reality.yaml': MISTAKES, 'test/api.ts': '' }, ['run', '--all']);
    assert.equal(status, 2);
    assert.equal(stdout, '');
    const lines = stderr.trimEnd().split('\n');
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const strips = major > 22 || (major === 22 && minor >= 18);
    assert.deepEqual(lines.slice(0, 5), [
      `reality: the configuration has ${strips ? 4 : 5} mistakes`,
      '  reality.yaml:6:5: unknown key "requries" in components.shop; did you mean "requires"?',
      '  reality.yaml:8:39: components require each other in a circle: one → two → one',
      '  reality.yaml:8:67: ${db.host} names no component; there are: dirs, shop, one, two',
      '  reality.yaml:11:40: suite api: there is no file test/api.js',
    ]);
    if (!strips) assert.match(lines[5] ?? '', /^ {2}reality\.yaml:12:42: suite types: .*22\.18/u);
  });

  it('ends with 4 and the nearest name for a suite that is not there', async () => {
    const { status, stderr } = await run({ 'reality.yaml': SOUND }, ['run', 'helth-check']);
    assert.equal(status, 4);
    assert.match(stderr, /there is no suite "helth-check"; did you mean "health-check"\?/u);
  });

  it('says what to do where there is no configuration', async () => {
    const { status, stderr } = await run({}, ['run', '--all']);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^reality: there is no reality\.yaml in .*\n {2}reality init writes one; -c names another file\n$/u,
    );
  });

  it('prints who said what: flag before variable before file before default', async () => {
    const files = { 'reality.yaml': SOUND };
    const print = async (args: readonly string[], env = {}): Promise<string> =>
      (await run(files, ['run', '--all', '--print-config', ...args], env)).stdout;
    const timeout = (text: string): string | undefined => /^suites\.health-check\.timeout .*$/mu.exec(text)?.[0];
    assert.match(timeout(await print([])) ?? '', /9s.*reality\.yaml:5/u);
    assert.match(timeout(await print([], { REALITY_OPT_TIMEOUT: '7s' })) ?? '', /7s.*REALITY_OPT_TIMEOUT/u);
    const both = await print(['--timeout', '5s'], { REALITY_OPT_TIMEOUT: '7s' });
    assert.match(timeout(both) ?? '', /5s.*--timeout/u);
    assert.match(both, /^limits\.grace = 2000 .*default/mu);
    assert.match(both, /^run\.keep = "never" .*reality\.yaml:3/mu);
  });
});
