import { count, formatRate } from '#domain';
import type { Assessment, FixPlan, PlanStep } from '#domain';
import { linkTo } from './appendix.ts';
import { markdownText } from './escape-markdown.ts';
import { describeRange, renderMatrix } from './plan-section.ts';
import { renderTable } from './table.ts';

const STEPS_SHOWN = 6;

/** What to do on Monday: matrix, phases, and what is green after each step. */
export function renderBriefPlan({ plan }: Assessment): string {
  const { steps } = plan;
  if (steps.length === 0) return '## Plan\n\nNo cause counts: there is nothing to plan.';
  return [
    '## Plan',
    '### Fix-priority matrix',
    renderMatrix(plan),
    '### Phases and projection',
    describePhases(plan),
    describeNow(plan),
    renderTable(
      ['phase', 'once mended', 'horizon', 'effort', 'effects', 'green, at least', 'at most'],
      renderSteps(plan),
    ),
    `${linkTo('plan', `${count(steps.length, 'step')} with titles, bases and quick fixes`)}.`,
  ].join('\n\n');
}

function describePhases({ phases, horizons }: FixPlan): string {
  const all = phases.map(({ number, title, causes }) => `${number}. **${title}**: ${count(causes.length, 'cause')}`);
  const slots = horizons.map(({ name, causes }) => `${markdownText(name, 60)} ${causes.length}`);
  return `${all.join('\n')}\n\nBy horizon: ${slots.join(', ')}.`;
}

function describeNow({ green, notGreen }: FixPlan): string {
  const all = green + notGreen;
  return `Green now: ${green} of ${all} tests, and suites that count as a whole (skipped ones left out); the effects below sum to ${notGreen}. At least: flaky and UNCLASSIFIED causes bring nothing, and what never ran stays red. At most: all that hangs on a cause passes.`;
}

function renderSteps({ green, notGreen, steps }: FixPlan): readonly (readonly string[])[] {
  const all = green + notGreen;
  const rate = (number: number): string => (all === 0 ? '' : `${number} (${formatRate((number / all) * 100, 0)} %)`);
  const row = (step: PlanStep): readonly string[] => [
    `${step.phase}`,
    step.cause,
    markdownText(step.horizon, 60),
    describeRange(step.effort),
    `${step.effects}${step.blocked > 0 ? ` (${step.blocked} never ran)` : ''}`,
    rate(step.lower),
    rate(step.upper),
  ];
  const last = steps.length > STEPS_SHOWN ? steps.at(-1) : undefined;
  const end = last === undefined ? [] : [['', `all ${steps.length}`, '', '', '', rate(last.lower), rate(last.upper)]];
  return [...steps.slice(0, STEPS_SHOWN).map(row), ...end];
}
