import assert from 'node:assert/strict';
import { inLab } from './lab.ts';
import { configureOrders } from './orders-project.ts';

describe('evidence that tests are real', () => {
  it(
    'gives each suite the word that it deserves, with what carries it',
    inLab(async (lab) => {
      configureOrders(lab, ['honest', 'knocks', 'fakes', 'loose'], { gates: { minPassRate: 0.5, unguarded: 0 } });
      const { status, stdout } = await lab.run(['run', '--all']);
      const { realness, suites, causes } = lab.assessment();
      assert.deepEqual(
        realness.map(({ suite, claim }) => [suite, claim]),
        [
          ['honest', 'real'],
          ['knocks', 'hollow'],
          ['fakes', 'mocked'],
          ['loose', 'unguarded'],
        ],
        lab.report('assessment.md'),
      );
      const levels = realness[0]?.edges.map(({ edge, level, declared, calls }) => [edge, level, declared, calls > 0]);
      assert.deepEqual(levels, [
        ['orders', 'L3', 'L3', true],
        ['orders>stock', 'L3', 'L3', true],
      ]);
      assert.deepEqual(
        suites.map(({ name, outcome }) => [name, outcome]),
        [
          ['honest', 'passed'],
          ['knocks', 'passed'],
          ['fakes', 'mock-violation'],
          ['loose', 'passed'],
        ],
      );
      const found = new Set(causes.flatMap(({ rules }) => rules));
      for (const rule of ['mock-violation', 'hollow-pass', 'unguarded-pass']) assert.ok(found.has(rule), rule);
      assert.ok(causes.every(({ heading }) => heading === 'TEST_ARTIFACT'));
      assert.match(
        stdout,
        /real: {4}1 of 4 suites attested, 1 hollow \(knocks\), 1 unguarded \(loose\), 1 mocked \(fakes\)/u,
      );
      assert.equal(status, 1);

      const report = lab.report('appendix-realness.md');
      assert.match(
        report,
        /\| `honest` \| real \| \d+ of \d+ guarded \| `orders` \| L3 of L3 \| [^|]* \| [^|]* \| [^|]* \| tap \|/u,
      );
      assert.match(report, /answered by `orders` \(pid \d+, `[^`]*node[^`]*`\) at `127\.0\.0\.1:\d+`/u);
      assert.match(
        report,
        /\| `fakes` \| `[^`]*fetch[^`]*` \([a-z-]+\) \| \*\*violation\*\* \| `[^`]*fakes\.cjs:4` \|/u,
      );
      assert.match(report, /not guarded: `node -e` \(pid \d+/u);
      assert.match(report, /a known mock was tried on purpose[^\n]*it was refused in mocha/u);
    }),
  );

  it(
    'claims nothing where guard and relays are switched off',
    inLab(async (lab) => {
      configureOrders(lab, ['honest']);
      const { status, stdout } = await lab.run(['run', '--all', '--no-guard', '--no-tap', '--no-scan']);
      assert.equal(status, 0);
      assert.deepEqual(
        lab.assessment().realness.map(({ claim }) => claim),
        ['not measured'],
      );
      assert.doesNotMatch(stdout, /^real:/mu);
      assert.match(lab.report('assessment.md'), /- whether any test used a mock: not checked/u);
    }),
  );
});
