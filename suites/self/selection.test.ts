import assert from 'node:assert/strict';
import { exec, inLab, mocha, shell } from './lab.ts';
import type { Lab } from './lab.ts';

/** Fails as long as there is no file `mended` in the project. */
const UNTIL_MENDED = 'test -e mended || { echo "not yet mended" >&2; exit 1; }';

function configure(lab: Lab): void {
  lab.configure({
    requirements: 'requirements.yaml',
    suites: [
      exec('alpha', ['true'], { tags: ['smoke'], lane: 'unit', covers: ['REQ-1'] }),
      exec('beta', ['true'], { tags: ['slow'], lane: 'integration', covers: ['REQ-2'] }),
      shell('gamma', UNTIL_MENDED, { tags: ['smoke', 'slow'], lane: 'unit' }),
    ],
    run: { workers: 1 },
  });
  lab.write(
    'requirements.yaml',
    'version: 1\nrequirements:\n  - { id: REQ-1, text: first }\n  - { id: REQ-2, text: second }\n',
  );
}

const names = (lab: Lab): readonly string[] => lab.assessment().suites.map(({ name }) => name);
const outcomes = (lab: Lab): readonly string[] => lab.assessment().suites.map(({ outcome }) => outcome);

describe('a selection', () => {
  const cases: readonly (readonly [readonly string[], readonly string[], number])[] = [
    [['beta', 'alpha'], ['alpha', 'beta'], 0],
    [['--tag', 'slow', '--lane', 'unit'], ['gamma'], 1],
    [['--requirement', 'REQ-2'], ['beta'], 0],
    [['alpha', '--repeat-each', '3'], ['alpha', 'alpha~2', 'alpha~3'], 0],
  ];
  for (const [args, wanted, status] of cases) {
    it(
      args.join(' '),
      inLab(async (lab) => {
        configure(lab);
        const ended = await lab.run(['run', ...args]);
        assert.deepEqual(names(lab), wanted);
        assert.equal(ended.status, status, ended.stderr);
      }),
    );
  }

  it(
    'that is empty names what was asked for, with 4',
    inLab(async (lab) => {
      configure(lab);
      const { status, stderr } = await lab.run(['run', 'alpha', '--tag', 'slow']);
      assert.equal(status, 4);
      assert.match(stderr, /alpha.*--tag slow/u);
    }),
  );

  it(
    '-g and --test TITLE run the tests that match, and nothing that has none',
    inLab(async (lab) => {
      lab.configure({ suites: [mocha('passes', 'passes.js'), mocha('fails', 'fails.js'), exec('other', ['false'])] });
      for (const args of [
        ['-g', 'deeper|but not this'],
        ['--test', 'but not this one'],
      ]) {
        const { status, stderr } = await lab.run(['run', ...args]);
        assert.equal(status, 0, stderr);
        const passed = lab
          .assessment()
          .suites.flatMap(({ tests }) => tests.filter(({ outcome }) => outcome === 'passed'));
        const ids = passed.map(({ id }) => id);
        assert.ok(ids.includes('fails::fails > but not this one'), ids.join('\n'));
        assert.equal(ids.length, args[0] === '-g' ? 2 : 1, ids.join('\n'));
      }
      const { status, stderr } = await lab.run(['run', '-g', 'there is no such title']);
      assert.equal(status, 4, stderr);
    }),
  );

  it(
    '--last-failed runs what was not green, until nothing is left',
    inLab(async (lab) => {
      configure(lab);
      assert.equal((await lab.run(['run', '--all'])).status, 1);
      assert.equal((await lab.run(['run', '--last-failed'])).status, 1);
      assert.deepEqual(names(lab), ['gamma']);
      lab.write('mended', '');
      assert.equal((await lab.run(['run', '--last-failed'])).status, 0);
      assert.deepEqual(names(lab), ['gamma']);
      assert.equal((await lab.run(['run', '--last-failed'])).status, 4);
    }),
  );
});

describe('the options of a run', () => {
  it(
    '-x stops at the first failure and says of the rest that it never ran',
    inLab(async (lab) => {
      lab.configure({
        suites: [exec('first', ['false']), exec('second', ['true']), exec('third', ['true'])],
        run: { workers: 1 },
      });
      const { status } = await lab.run(['run', '-x']);
      assert.equal(status, 1);
      assert.deepEqual(outcomes(lab), ['failed', 'not-run', 'not-run']);
      assert.equal(lab.assessment().run.how, 'stopped-early');
    }),
  );

  it(
    '--retries tries again in a new process, and a pass in the end is marked flaky',
    inLab(async (lab) => {
      lab.configure({
        suites: [
          shell('flaky', 'test -e seen || { touch seen; echo "first try" >&2; exit 1; }'),
          exec('hopeless', ['false']),
        ],
      });
      const { status } = await lab.run(['run', '--retries', '2']);
      assert.equal(status, 1);
      const { outcome, marks, attempts } = lab.suite('flaky');
      assert.deepEqual({ outcome, marks }, { outcome: 'passed', marks: ['flaky'] });
      assert.deepEqual(
        attempts.map((attempt) => attempt.outcome),
        ['failed', 'passed'],
      );
      assert.equal(lab.suite('hopeless').attempts.length, 3);
      assert.match(lab.report('assessment.md'), /flaky/u);
    }),
  );

  it(
    '-j 2 runs two at once, each in a world of its own',
    inLab(async (lab) => {
      const meets =
        'touch "$REALITY_SUITE"; for i in $(seq 200); do [ -e one ] && [ -e two ] && exit 0; sleep 0.1; done; exit 1';
      const listens = "require('node:net').createServer().listen(+process.env.PORT, '127.0.0.1')";
      lab.configure({
        components: {
          service: {
            kind: 'service',
            command: ['node', '-e', listens],
            ports: ['main'],
            env: { PORT: '${service.ports.main}' },
          },
        },
        suites: [shell('one', meets, { requires: ['service'] }), shell('two', meets, { requires: ['service'] })],
      });
      const { status, stderr } = await lab.run(['run', '-j', '2']);
      assert.equal(status, 0, stderr);
      const ports = lab.events().flatMap((event) => (event.kind === 'port-leased' ? [event.port] : []));
      assert.equal(new Set(ports).size, 2);
    }),
  );

  it(
    'come from REALITY_OPT_ variables, which a flag outranks; other REALITY_ names are none',
    inLab(async (lab) => {
      lab.configure({ suites: [shell('slow', 'sleep 20')] });
      const env = {
        REALITY_OPT_TIMEOUT: '300ms',
        REALITY_TIMEOUT: '1ms',
        REALITY_SUITE: 'another',
        REALITY_RUN_ID: 'outer',
        REALITY_EVENTS: '/nowhere/events',
        REALITY_NONCE: 'outer',
        REALITY_DEADLINE_MS: '1',
        REALITY_WORLD: '/nowhere/world.json',
      };
      const { status, stderr } = await lab.run(['run', '--all'], { env });
      assert.equal(status, 1, stderr);
      assert.match(lab.suite('slow').tests[0]?.failure?.message ?? '', /no end within 300 ms/u);
      await lab.run(['run', '--all', '--timeout', '400ms'], { env });
      assert.match(lab.suite('slow').tests[0]?.failure?.message ?? '', /no end within 400 ms/u);
    }),
  );

  it(
    '--global-timeout ends the whole run, and says so',
    inLab(async (lab) => {
      lab.configure({ suites: [exec('first', ['sleep', '30']), exec('second', ['true'])], run: { workers: 1 } });
      const { status, tookMs } = await lab.run(['run', '--global-timeout', '500ms']);
      assert.equal(status, 1);
      assert.ok(tookMs < 25_000, `${tookMs} ms`);
      assert.deepEqual(outcomes(lab), ['interrupted', 'not-run']);
    }),
  );
});

describe('the aliases of the runner before this one', () => {
  it(
    '--all and --test NAME run, --check-deps looks at the machine',
    inLab(async (lab) => {
      configure(lab);
      lab.write('mended', '');
      assert.equal((await lab.run(['--all'])).status, 0);
      assert.deepEqual(names(lab), ['alpha', 'beta', 'gamma']);
      assert.equal((await lab.run(['--test', 'beta'])).status, 0);
      assert.deepEqual(names(lab), ['beta']);
      const { status, stdout } = await lab.run(['--check-deps']);
      assert.ok(status === 0 || status === 3);
      assert.match(stdout, /MediaMTX/u);
      assert.match(stdout, /FFmpeg/u);
    }),
  );
});
