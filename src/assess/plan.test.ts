import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SEVERITIES } from '#domain';
import type { Cause, Counts, FixPlan, Horizon } from '#domain';
import { makeCause } from '../../fixtures/tools/make-cause.ts';
import { NOTHING_COUNTED } from './counts.ts';
import { planFixes } from './plan.ts';
import type { PlanGrounds } from './plan.ts';

const HORIZONS: readonly Horizon[] = [
  { name: 'next 2 hours', withinMs: 7_200_000, severities: ['blocks-harness', 'data-loss-or-security'] },
  { name: 'next 4 hours', withinMs: 14_400_000, severities: ['core-flow'] },
  { name: 'next 8 hours', severities: [] },
];

function countsFor(causes: readonly Cause[], passed = 0): Counts {
  const effects = causes.reduce((sum, cause) => sum + cause.effects.length, 0);
  return { ...NOTHING_COUNTED, passed, effects };
}

function plan(causes: readonly Cause[], more: Partial<PlanGrounds> = {}): FixPlan {
  const effort = { words: {}, history: [] };
  return planFixes({
    causes,
    outside: new Set(),
    neverRan: new Set(),
    counted: countsFor(causes, 10),
    horizons: HORIZONS,
    effort,
    ...more,
  });
}

function order(fixes: FixPlan): readonly string[] {
  return fixes.steps.map((step) => step.cause);
}

describe('phases', () => {
  it('begin with what keeps tests from running, and with what leads to it', () => {
    const dead = makeCause('C-dead', { effects: 1, leadsTo: ['C-blocks'] });
    const blocks = makeCause('C-blocks', { effects: 4, blocked: 4 });
    const wrong = makeCause('C-wrong', { effects: 9 });
    const { phases } = plan([wrong, blocks, dead]);
    assert.deepEqual(
      phases.map((phase) => [phase.number, phase.title, phase.causes]),
      [
        [1, 'let everything run', ['C-dead']],
        [2, 'let everything run', ['C-blocks']],
        [3, 'mend what fails directly', ['C-wrong']],
      ],
    );
  });

  it('put everything after what it follows from, whatever the graph, and hold each cause once', () => {
    fc.assert(
      fc.property(fc.array(arbitraryCause, { maxLength: 12 }), (drafts) => {
        const ids = drafts.map((_, index) => `C-${index}`);
        const causes = drafts.map((draft, index) =>
          makeCause(ids[index] ?? '', { ...draft, leadsTo: draft.leadsTo.map((one) => `C-${one}`) }),
        );
        const { steps, phases, notGreen, green } = plan(causes);
        assert.deepEqual([...order({ steps, phases, notGreen, green, horizons: [] })].toSorted(), ids.toSorted());
        assert.deepEqual(phases.flatMap((phase) => phase.causes).toSorted(), ids.toSorted());
        const phaseOf = new Map(steps.map((step) => [step.cause, step.phase]));
        for (const step of steps)
          for (const before of step.after) assert.ok((phaseOf.get(before) ?? Infinity) < step.phase, step.cause);
        assert.equal(
          steps.reduce((sum, step) => sum + step.effects, 0),
          notGreen,
        );
        const bounds = steps.flatMap((step) => [step.lower <= step.upper, step.upper <= green + notGreen]);
        assert.ok(bounds.every(Boolean));
        assert.equal(steps.at(-1)?.upper ?? green, green + notGreen);
      }),
      { numRuns: 300 },
    );
  });
});

const arbitraryCause = fc.record({
  effects: fc.nat(5),
  blocked: fc.nat(2),
  leadsTo: fc.array(fc.nat(11), { maxLength: 3 }),
  severity: fc.constantFrom(...SEVERITIES),
  heading: fc.constantFrom('SYSTEM_CRITICAL' as const, 'UNCLASSIFIED' as const),
});

describe('horizons', () => {
  it('follow severity, and what leads to something urgent is as urgent', () => {
    const causes = [
      makeCause('C-loss', { severity: 'data-loss-or-security' }),
      makeCause('C-root', { severity: 'cosmetic', leadsTo: ['C-middle'] }),
      makeCause('C-middle', { severity: 'cosmetic', leadsTo: ['C-loss'] }),
      makeCause('C-flow', { severity: 'core-flow' }),
      makeCause('C-rest', { severity: 'degraded' }),
    ];
    const slots = new Map(plan(causes).horizons.map((one) => [one.name, one.causes.toSorted()]));
    assert.deepEqual(slots.get('next 2 hours'), ['C-loss', 'C-middle', 'C-root']);
    assert.deepEqual(slots.get('next 4 hours'), ['C-flow']);
    assert.deepEqual(slots.get('next 8 hours'), ['C-rest']);
  });

  it('sum the efforts that have a basis and count the causes that have none', () => {
    const causes = [makeCause('C-a', { severity: 'core-flow' }), makeCause('C-b', { severity: 'core-flow' })];
    const words = { 'C-a': { fromMs: 60_000, toMs: 120_000 } };
    const [, slot] = plan(causes, { effort: { words, history: [] } }).horizons;
    assert.deepEqual([slot?.fromMs, slot?.toMs, slot?.unknown], [60_000, 120_000, 1]);
  });
});

describe('effort', () => {
  const history = [1, 2, 3].flatMap((number) => {
    const causes = [{ id: `C-old${number}`, rules: ['rule-x'] }];
    return [
      { runId: `r${number}`, startedAtMs: number * 1e9, causes },
      { runId: `s${number}`, startedAtMs: number * 1e9 + number * 3_600_000, causes: [] },
    ];
  });
  const kind = { locus: 'test', where: 'suites.a.timeout' } as const;
  const table: readonly (readonly [string, Cause, Partial<PlanGrounds['effort']>, string])[] = [
    [
      'a word for the cause',
      makeCause('C-a', kind),
      { words: { 'C-a': word(1), configuration: word(2) } },
      "a person's word for this cause",
    ],
    [
      'a word for the kind',
      makeCause('C-a', kind),
      { words: { configuration: word(2) } },
      "a person's word for the kind configuration",
    ],
    [
      'own history',
      makeCause('C-a', { ...kind, rules: ['rule-x'] }),
      { history },
      'own history: 3 causes of rule rule-x were gone after 60 min 0 s to 180 min 0 s (time between runs, not work)',
    ],
    [
      'two examples are no history',
      makeCause('C-a', { ...kind, rules: ['rule-x'] }),
      { history: history.slice(0, 4) },
      'kind of fix: configuration',
    ],
    ['the kind of fix', makeCause('C-a', { locus: 'test', where: 'suites/a.ts:12' }), {}, 'kind of fix: test-code'],
    [
      'the kind of fix, which for a suite as such is not its configuration',
      makeCause('C-a', { locus: 'test', where: 'suites.a' }),
      {},
      'kind of fix: test-world',
    ],
    ['the kind of fix of the host', makeCause('C-a', { locus: 'host' }), {}, 'kind of fix: host-set-up'],
  ];
  for (const [name, cause, grounds, basis] of table) {
    it(`rests on ${name}`, () => {
      const [step] = plan([cause], { effort: { words: {}, history: [], ...grounds } }).steps;
      assert.equal(step?.effort.kind === 'range' ? step.effort.basis : step?.effort.why, basis);
    });
  }

  it('has no number where nobody can know', () => {
    for (const locus of ['service', 'interface', 'dependency', 'requirements', 'unknown'] as const) {
      const [step] = plan([makeCause('C-a', { locus, where: 'components.service' })]).steps;
      assert.equal(step?.effort.kind, 'no-basis', locus);
    }
  });
});

function word(hours: number): { readonly fromMs: number; readonly toMs: number } {
  return { fromMs: hours * 3_600_000, toMs: hours * 3_600_000 };
}

describe('projection', () => {
  it('promises at least what failed directly of a judged cause, at most all that hangs on it', () => {
    const causes = [
      makeCause('C-1', { effects: 5, blocked: 2, heading: 'SYSTEM_CRITICAL', leadsTo: ['C-2'] }),
      makeCause('C-2', { effects: 3, heading: 'TEST_ARTIFACT' }),
      makeCause('C-3', { effects: 4, heading: 'UNCLASSIFIED' }),
      makeCause('C-4', { effects: 1, heading: 'TEST_ARTIFACT', determinism: { kind: 'flaky', seen: 1, of: 3 } }),
    ];
    assert.deepEqual(
      plan(causes).steps.map((step) => [step.cause, step.lower, step.upper]),
      [
        ['C-1', 13, 18],
        ['C-4', 13, 19],
        ['C-3', 13, 23],
        ['C-2', 16, 23],
      ],
    );
  });

  it('promises nothing of what never ran, whatever the cause says of it', () => {
    const causes = [makeCause('C-1', { effects: 2, heading: 'TEST_ARTIFACT' })];
    const [step] = plan(causes, { neverRan: new Set(['s::C-1 1']) }).steps;
    assert.deepEqual([step?.blocked, step?.lower, step?.upper], [1, 11, 12]);
  });

  it('is refused when the steps do not sum to what is not green', () => {
    const causes = [makeCause('C-1', { effects: 76 })];
    const counted = { ...countsFor(causes), effects: 61 };
    assert.throws(() => plan(causes, { counted }), /the plan mends 76 things, 61 are not green/u);
  });
});
