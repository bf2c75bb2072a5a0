import assert from 'node:assert/strict';
import type { Unplugged } from '#domain';
import { inLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { configureOrders } from './orders-project.ts';

function unplugged(lab: Lab): readonly Unplugged[] {
  return lab.events().flatMap((event) => (event.kind === 'unplugged' ? [event.unplugged] : []));
}

describe('--unplug', () => {
  it(
    'tells the suite that would miss what it touches from the one that would not, and turns nothing red',
    inLab(async (lab) => {
      configureOrders(lab, ['honest', 'careless']);
      const { status, stderr } = await lab.run(['run', '--unplug']);
      assert.equal(status, 0, stderr);
      assert.deepEqual(
        unplugged(lab).map(({ suite, edge, result, stillPassed, executed }) => [
          suite,
          edge,
          result,
          stillPassed,
          executed,
        ]),
        [
          ['honest', 'orders', 'needs-it', [], 2],
          ['honest', 'orders>stock', 'needs-it', ['honest::is there'], 2],
          ['careless', 'orders', 'does-not-need-it', ['careless::asks for orders'], 1],
          ['careless', 'orders>stock', 'does-not-need-it', ['careless::asks for orders'], 1],
        ],
      );
      for (const { refusal } of unplugged(lab)) assert.match(refusal, /ECONNREFUSED 127\.0\.0\.1:\d+/u);
      const { suites, causes, decision } = lab.assessment();
      assert.deepEqual(
        suites.map(({ name, outcome }) => [name, outcome]),
        [
          ['honest', 'passed'],
          ['careless', 'passed'],
        ],
      );
      assert.equal(decision, 'CONDITIONAL');
      const titles = causes.filter(({ rules }) => rules.includes('unplugged-pass')).map(({ title }) => title);
      assert.deepEqual(titles.toSorted(), [
        'careless passes with orders refused: it does not need what lies behind it',
        'careless passes with orders>stock refused: it does not need what lies behind it',
      ]);
      assert.match(
        stderr,
        /unplugged: careless without orders: does not need it \(1 of 1 tests passed all the same\)/u,
      );
      const report = lab.report('assessment.md');
      assert.match(report, /\| `honest` \| `orders>stock` \| needs it \| 1 of 2: `honest::is there` \|/u);
      assert.match(report, /\| `careless` \| `orders` \| \*\*does not need it\*\* \|/u);
    }),
  );

  it(
    'takes single edges, warns of one that nobody declares, and is a gate where it is made one',
    inLab(async (lab) => {
      configureOrders(lab, ['honest', 'careless'], { gates: { unplugged: 0 } });
      const { status, stderr } = await lab.run(['run', 'careless', '--unplug-edge', 'orders>stock', 'stock']);
      assert.deepEqual(
        unplugged(lab).map(({ suite, edge, result }) => [suite, edge, result]),
        [['careless', 'orders>stock', 'does-not-need-it']],
      );
      assert.match(stderr, /no suite that passed declares the edge stock/u);
      assert.equal(status, 1);
      const gate = lab.assessment().gates.find(({ name }) => name === 'unplugged');
      assert.equal(gate?.formula, '1 > 0, of 1 edge refused');
    }),
  );

  it(
    'says what had no turn in its time',
    inLab(async (lab) => {
      configureOrders(lab, ['honest']);
      await lab.run(['run', 'honest', '--unplug', '--unplug-limit', '1ms']);
      const [, last] = unplugged(lab);
      assert.equal(last?.result, 'not-done');
      assert.match(lab.report('assessment.md'), /`honest` without `orders>stock`: the time for unplugging was over/u);
    }),
  );
});
