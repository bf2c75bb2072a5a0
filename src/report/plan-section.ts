import { SEVERITIES, count, formatRate } from '#domain';
import type { Assessment, Cause, Effort, FixPlan, PlanStep } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderCutTable, renderTable } from './table.ts';

const STEPS_SHOWN = 40;
const IDS_IN_CELL = 4;
const QUICK_MS = 30 * 60_000;
const QUICK_SHOWN = 20;

/** What to do on Monday: matrix, horizons, phases, quick fixes, and what each step may bring. */
export function renderPlan({ plan, causes }: Assessment): string {
  if (plan.steps.length === 0) return '## Plan\n\nNo cause counts: there is nothing to plan.';
  const known = new Map(causes.map((cause) => [cause.id, cause]));
  return [
    '## Plan',
    '### Fix-priority matrix',
    renderMatrix(plan),
    renderHorizons(plan),
    '### Phases and projection',
    renderPhases(plan),
    renderProjection(plan, known),
    '### Quick fixes',
    ...renderQuick(plan, known),
  ].join('\n\n');
}

const COLUMNS: readonly (readonly [string, (effort: Effort) => boolean])[] = [
  ['up to 30 min', (effort) => effort.kind === 'range' && effort.toMs <= QUICK_MS],
  ['up to 4 h', (effort) => effort.kind === 'range' && effort.toMs > QUICK_MS && effort.toMs <= 8 * QUICK_MS],
  ['more', (effort) => effort.kind === 'range' && effort.toMs > 8 * QUICK_MS],
  ['no basis', (effort) => effort.kind === 'no-basis'],
];

/** Rows by severity, columns by the upper end of the effort. */
export function renderMatrix({ steps }: FixPlan): string {
  const rows = SEVERITIES.flatMap((severity) => {
    const own = steps.filter((step) => step.severity === severity);
    if (own.length === 0) return [];
    return [[severity, ...COLUMNS.map(([, fits]) => listIds(own.filter((step) => fits(step.effort))))]];
  });
  return renderTable(['severity \\ effort', ...COLUMNS.map(([name]) => name)], rows);
}

function listIds(steps: readonly PlanStep[]): string {
  const more = steps.length - IDS_IN_CELL;
  const shown = steps.slice(0, IDS_IN_CELL).map((step) => step.cause);
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function renderHorizons({ horizons, steps }: FixPlan): string {
  const rows = horizons.map((horizon) => [
    markdownText(horizon.name, 60) + (horizon.withinMs === undefined ? '' : ` (${formatEffort(horizon.withinMs)})`),
    listIds(steps.filter((step) => step.horizon === horizon.name)) || 'nothing',
    horizon.causes.length > horizon.unknown
      ? `${formatEffort(horizon.fromMs)} to ${formatEffort(horizon.toMs)}`
      : 'none known',
    `${horizon.unknown}`,
    judgeFit(horizon),
  ]);
  return renderTable(['horizon', 'causes', 'effort with a basis', 'causes without', 'fits'], rows);
}

function judgeFit({ withinMs, toMs, fromMs, unknown }: FixPlan['horizons'][number]): string {
  if (withinMs === undefined) return '';
  if (fromMs > withinMs) return 'no';
  if (unknown > 0) return 'not known';
  return toMs <= withinMs ? 'yes' : 'perhaps';
}

function renderPhases({ phases }: FixPlan): string {
  return phases
    .map(({ number, title, causes }) => {
      const more = causes.length - 12;
      const shown = causes.slice(0, 12).join(', ');
      return `${number}. **${title}**: ${count(causes.length, 'cause')}: ${shown}${more > 0 ? ` and ${more} more` : ''}`;
    })
    .join('\n');
}

function renderProjection({ green, notGreen, steps }: FixPlan, causes: ReadonlyMap<string, Cause>): string {
  const all = green + notGreen;
  const rate = (number: number): string => `${number} (${formatRate((number / all) * 100, 1)} %)`;
  const rows = steps.map((step) => [
    `${step.phase}`,
    step.cause,
    markdownText(causes.get(step.cause)?.title ?? '', 100),
    markdownText(step.horizon, 60),
    describeEffort(step.effort),
    `${step.effects}${step.blocked > 0 ? ` (${step.blocked} never ran)` : ''}`,
    all === 0 ? '' : rate(step.lower),
    all === 0 ? '' : rate(step.upper),
  ]);
  const head = ['phase', 'cause', 'title', 'horizon', 'effort', 'effects', 'then green, at least', 'at most'];
  const now =
    all === 0
      ? ''
      : ` Now: ${rate(green)} of ${all}, which are ${count(green, 'passed test')} and ${count(notGreen, 'test or suite', 'tests and suites')} not green; the effects below sum to ${notGreen}.`;
  return [
    `What is green once a step and all before it are done.${now} At least: what failed directly of causes under a category passes, no second fault shows behind the first, and causes that are flaky or UNCLASSIFIED bring nothing. At most: everything that hangs on them passes. A suite that never told its tests is one thing.`,
    renderCutTable(head, rows, STEPS_SHOWN),
  ].join('\n\n');
}

function describeEffort(effort: Effort): string {
  if (effort.kind === 'no-basis') return `no basis (${effort.why})`;
  return `${describeRange(effort)} (${markdownText(effort.basis)})`;
}

/** An effort without its basis. */
export function describeRange(effort: Effort): string {
  if (effort.kind === 'no-basis') return 'no basis';
  const { fromMs, toMs } = effort;
  return fromMs === toMs ? formatEffort(fromMs) : `${formatEffort(fromMs)} to ${formatEffort(toMs)}`;
}

/** `15 min`, `2 h`, `1.5 h`. */
export function formatEffort(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  return `${Number(formatRate(minutes / 60, 1))} h`;
}

function renderQuick({ steps }: FixPlan, causes: ReadonlyMap<string, Cause>): readonly string[] {
  const quick = steps.filter(({ effort }) => effort.kind === 'range' && effort.toMs <= QUICK_MS);
  if (quick.length === 0) return ['No cause is known to be mended within 30 minutes.'];
  const lines = quick.slice(0, QUICK_SHOWN).flatMap(({ cause, effort }) => {
    const known = causes.get(cause);
    return known === undefined ? [] : [renderBox(known, effort)];
  });
  const more = quick.length - QUICK_SHOWN;
  return [[...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n')];
}

function renderBox({ id, remedy }: Cause, effort: Effort): string {
  const where = remedy.where === undefined ? '' : `, at ${markdownCode(remedy.where)}`;
  const range = effort.kind === 'range' ? `, ${formatEffort(effort.fromMs)} to ${formatEffort(effort.toMs)}` : '';
  return `- [ ] ${id}: ${markdownText(remedy.action, 300)}${where}${range}; check with ${markdownCode(remedy.verify)}`;
}
