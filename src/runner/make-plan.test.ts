import assert from 'node:assert/strict';
import { RealityError } from '#domain';
import type { Plan } from '#domain';
import { makeConfig, mochaSuite, nodeService } from '../../fixtures/tools/runner-config.ts';
import { closeOver, findSpec, makePlan } from './make-plan.ts';
import type { Selection } from './make-plan.ts';

const config = makeConfig(
  [
    mochaSuite('smoke', 'a.js', { tags: ['fast'], covers: ['REQ-1'], requires: ['camera'] }),
    mochaSuite('whole-life', 'b.js', { lane: 'system', tags: ['slow'], retries: 1 }),
    mochaSuite('units', 'c.js', { tags: ['fast'], covers: ['REQ-2'], timeoutMs: 5 }),
  ],
  {
    components: [
      nodeService('camera', '', { requires: ['service'] }),
      nodeService('service', '', { requires: ['server'] }),
      nodeService('server', ''),
    ],
  },
);

const all: Selection = { names: [], tags: [], lanes: [], requirements: [], processors: 4, repeatEach: 1 };
const plan = (some: Partial<Selection>): Plan => makePlan(config, { ...all, ...some });
const names = (some: Partial<Selection>): readonly string[] => plan(some).suites.map(({ name }) => name);

function refusal(some: Partial<Selection>): RealityError {
  try {
    plan(some);
  } catch (error) {
    assert.ok(error instanceof RealityError);
    return error;
  }
  return assert.fail('nothing was refused');
}

describe('planning', () => {
  it('takes all without a selection, in the order of the configuration', () => {
    assert.deepEqual(names({}), ['smoke', 'whole-life', 'units']);
    assert.equal(plan({}).selection, 'all suites');
  });

  const table: readonly (readonly [what: string, some: Partial<Selection>, expected: readonly string[]])[] = [
    ['names', { names: ['units', 'smoke'] }, ['smoke', 'units']],
    ['tags', { tags: ['fast'] }, ['smoke', 'units']],
    ['lanes', { lanes: ['system'] }, ['whole-life']],
    ['requirements', { requirements: ['REQ-2'] }, ['units']],
    ['several, which must all hold', { tags: ['fast'], requirements: ['REQ-1'] }, ['smoke']],
    [
      'what was not green',
      {
        lastFailed: new Map([
          ['whole-life', new Set()],
          ['gone', new Set()],
        ]),
      },
      ['whole-life'],
    ],
  ];
  for (const [what, some, expected] of table) it(`selects by ${what}`, () => assert.deepEqual(names(some), expected));

  it('selects by the suites that the registry names for a requirement, and says where nothing could be named', () => {
    const told = { text: '', source: '', status: 'approved', critical: false, kind: 'x' } as const;
    const bare = makeConfig([mochaSuite('units', 'c.js'), mochaSuite('others', 'd.js')]);
    const requirements = [
      { ...told, id: 'REQ-8', verifiedBy: ['units::adds'] },
      { ...told, id: 'REQ-9' },
    ];
    const planned = makePlan({ ...bare, requirements }, { ...all, requirements: ['REQ-8'] });
    assert.deepEqual(
      planned.suites.map(({ name }) => name),
      ['units'],
    );
    assert.throws(
      () => makePlan({ ...bare, requirements }, { ...all, requirements: ['REQ-9'] }),
      /no suite meets --requirement REQ-9: no suite says what it `covers`; .*--grep/u,
    );
  });

  it('refuses what is unknown, all at once, with the nearest name (exit 4)', () => {
    const error = refusal({ names: ['smok'], tags: ['fats'], requirements: ['REQ-9'] });
    assert.equal(error.exitCode, 4);
    assert.match(error.message, /there is no suite "smok"; did you mean "smoke"/u);
    assert.match(error.details.join('\n'), /no tag "fats"; did you mean "fast".*\n.*no requirement "REQ-9"/u);
  });

  it('says why no requirement is known where there is no registry', () => {
    const bare = makeConfig([mochaSuite('units', 'c.js')]);
    assert.throws(
      () => makePlan(bare, { ...all, requirements: ['REQ-9'] }),
      /no requirement "REQ-9": the configuration names no registry \(`requirements: FILE`\)/u,
    );
  });

  it('refuses a selection that nothing meets, and says which', () => {
    assert.match(refusal({ lanes: ['load'] }).message, /no suite meets --lane load/u);
    assert.match(refusal({ lastFailed: new Map() }).message, /green in the last run/u);
  });

  it('uses one worker where a suite measures the machine, else one per processor, never more than suites', () => {
    assert.equal(plan({}).workers, 1);
    assert.equal(plan({ tags: ['fast'] }).workers, 2);
    assert.equal(plan({ workers: 3 }).workers, 3);
    assert.equal(plan({ workers: 64 }).workers, 3);
  });

  it('closes over what components require, each after what it requires', () => {
    assert.deepEqual(plan({ names: ['smoke'] }).suites[0]?.closure, ['server', 'service', 'camera']);
    assert.deepEqual(closeOver(config, ['service', 'server']), ['server', 'service']);
  });

  it('lets the command line replace limits and retries', () => {
    assert.equal(plan({ names: ['units'] }).suites[0]?.timeoutMs, 5);
    assert.equal(plan({ timeoutMs: 70, retries: 3, names: ['units'] }).suites[0]?.timeoutMs, 70);
    assert.equal(plan({ retries: 0, names: ['whole-life'] }).suites[0]?.retries, 0);
  });

  it('gives each repetition a name of its own that leads to the same suite', () => {
    const repeated = plan({ names: ['units'], repeatEach: 3 });
    assert.deepEqual(
      repeated.suites.map(({ name }) => name),
      ['units', 'units~2', 'units~3'],
    );
    assert.deepEqual(new Set(repeated.suites.map((suite) => findSpec(config, suite).name)), new Set(['units']));
  });
});
