import { CATEGORIES, HEADINGS, LANES, LOCI, MARKS, OUTCOMES, OWNERS, REASONS, SEVERITIES } from '#domain';
import { count, countsOf, listOf, number, shape, share, text, texts, wordOf } from './schema-node.ts';
import type { SchemaNode } from './schema-node.ts';

// What assessment.json holds, part by part.

const counts: SchemaNode = countsOf([
  'tests',
  'executed',
  'passed',
  'skipped',
  'effects',
  'blockedSuites',
  'hollow',
  'empty',
  'flaky',
  'unguarded',
  'mocks',
]);

export const totals: SchemaNode = shape({
  suites: count,
  tests: count,
  executed: count,
  blockedSuites: count,
  byOutcome: countsOf(OUTCOMES),
  byMark: countsOf(MARKS),
  effectsByHeading: countsOf(HEADINGS),
  causesByHeading: countsOf(HEADINGS),
  countedCauses: countsOf(HEADINGS),
  inScope: counts,
  counted: counts,
  'passRate?': share,
});

const evidence: SchemaNode = shape({ kind: wordOf(['journal', 'log', 'process', 'socket', 'file']) });

export const cause: SchemaNode = shape({
  id: text,
  heading: wordOf(HEADINGS),
  title: text,
  rules: texts,
  evidence: listOf(evidence),
  effects: texts,
  blocked: texts,
  leadsTo: texts,
  locus: wordOf(LOCI),
  owner: wordOf(OWNERS),
  severity: wordOf(SEVERITIES),
  determinism: shape({ kind: wordOf(['stable', 'flaky', 'once']), 'seen?': count, 'of?': count }),
  scores: { type: 'object', propertyNames: wordOf(CATEGORIES), additionalProperties: number },
  'runnerUp?': shape({ category: wordOf(CATEGORIES), margin: number }),
  wouldChange: texts,
  requirements: texts,
  shares: texts,
  suites: texts,
  remedy: shape({ action: text, 'where?': text, verify: text }),
  against: texts,
  'setAside?': wordOf(['accepted', 'out-of-scope']),
});

const group: SchemaNode = wordOf(['real-system', 'quality', 'primary', 'secondary']);

// What is measured has value, limit and result; what is not has none of them, so that nothing can be met without a number.
export const criterion: SchemaNode = {
  oneOf: [
    shape({
      kind: { const: 'measured' },
      group,
      name: text,
      value: number,
      limit: number,
      result: wordOf(['met', 'partly', 'not met']),
      formula: text,
      evidence: texts,
    }),
    shape({ kind: { const: 'unmeasured' }, group, name: text, why: text, 'result?': { not: {} } }),
  ],
};

const inputs: SchemaNode = listOf({
  oneOf: [
    shape({ kind: { const: 'measured' }, name: text, part: count, of: { type: 'integer', minimum: 1 } }),
    shape({ kind: { const: 'unmeasured' }, name: text, why: text }),
  ],
});

export const confidence: SchemaNode = shape({
  value: share,
  level: wordOf(['HIGH', 'MEDIUM', 'LOW']),
  inputs,
  'baseline?': shape({ runId: text, value: share, inputs }),
});

const effort: SchemaNode = {
  oneOf: [
    shape({ kind: { const: 'range' }, fromMs: count, toMs: count, basis: text }),
    shape({ kind: { const: 'no-basis' }, why: text }),
  ],
};

export const plan: SchemaNode = shape({
  green: count,
  notGreen: count,
  steps: listOf(
    shape({
      cause: text,
      phase: count,
      horizon: text,
      severity: wordOf(SEVERITIES),
      owner: wordOf(OWNERS),
      effort,
      after: texts,
      effects: count,
      blocked: count,
      lower: count,
      upper: count,
    }),
  ),
  phases: listOf(shape({ number: count, title: text, causes: texts })),
  horizons: listOf(
    shape({ name: text, causes: texts, fromMs: count, toMs: count, unknown: count, 'withinMs?': count }),
  ),
});

export const groupRow: SchemaNode = shape({ name: text, suites: count, tests: count, passed: count, effects: count });
const failure: SchemaNode = shape({ type: text, message: text, source: text });

const test: SchemaNode = shape({
  id: text,
  titles: texts,
  outcome: wordOf(OUTCOMES),
  'reason?': wordOf(REASONS),
  marks: listOf(wordOf(MARKS)),
  durationMs: number,
  requirements: texts,
  'failure?': failure,
  'file?': text,
  'line?': count,
  seq: count,
});

export const suite: SchemaNode = shape({
  name: text,
  engine: text,
  lane: wordOf(LANES),
  tags: texts,
  repeat: count,
  components: texts,
  outcome: wordOf(OUTCOMES),
  'reason?': wordOf(REASONS),
  marks: listOf(wordOf(MARKS)),
  'failure?': failure,
  attempts: listOf(shape({ attempt: text, world: text, outcome: wordOf(OUTCOMES) })),
  tests: listOf(test),
});

export const acceptedCause: SchemaNode = shape({
  cause: text,
  heading: wordOf(HEADINGS),
  title: text,
  reason: text,
  until: text,
  run: text,
});
