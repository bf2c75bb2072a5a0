import { COVERAGE_STATES, DECISIONS } from '#domain';
import { acceptedCause, cause, confidence, criterion, groupRow, plan, suite, totals } from './assessment-parts.ts';
import { canaries, realness, scan, unplugged } from './realness-schema.ts';
import { count, flag, listOf, number, shape, text, texts, wordOf } from './schema-node.ts';
import type { SchemaNode } from './schema-node.ts';

/** The published schema of `assessment.json`, version 1: `reality schema assessment`. */
export const ASSESSMENT_SCHEMA: SchemaNode = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'assessment.json of reality, version 1',
  ...shape({
    version: { const: 1 },
    reality: text,
    run: shape({
      id: text,
      project: text,
      startedAt: text,
      'durationMs?': number,
      how: wordOf(['completed', 'stopped-early', 'interrupted', 'failed']),
      selection: text,
      seed: text,
      argv: texts,
    }),
    journal: shape({ records: count, lastSeq: count, 'sha256?': text }),
    document: shape({ date: text, 'id?': text, 'role?': text, 'phase?': text, 'status?': text }),
    given: texts,
    decision: wordOf(DECISIONS),
    reasons: { ...texts, minItems: 1 },
    open: texts,
    exitCode: { enum: [0, 1, 4] },
    rerun: text,
    confidence,
    totals,
    lanes: listOf(groupRow),
    tags: listOf(groupRow),
    gates: listOf(shape({ name: text, met: flag, formula: text })),
    criteria: listOf(criterion),
    budget: listOf(shape({ name: text, used: number, limit: number, unit: text, met: flag })),
    outOfScope: listOf(
      shape({
        exclusion: shape({ select: { type: 'object' }, reason: text, ref: text }),
        tests: count,
        passed: count,
        effects: count,
      }),
    ),
    unselected: texts,
    accepted: listOf(
      shape({ accepted: acceptedCause, state: wordOf(['in force', 'expired', 'not seen']), effects: count }),
    ),
    causes: listOf(cause),
    plan,
    experiments: listOf(shape({ experiment: text, suite: text, test: text, result: text, note: text, seq: count })),
    suites: listOf(suite),
    realness,
    unplugged,
    canaries,
    'scan?': scan,
    incidents: listOf(shape({ incident: { type: 'object' }, seq: count, openedAtMs: number })),
    worlds: listOf(shape({ world: text, suites: texts, components: texts })),
    coverage: listOf(
      shape({
        id: text,
        text,
        critical: flag,
        status: wordOf(['approved', 'draft', 'conflicting', 'unregistered']),
        state: wordOf(COVERAGE_STATES),
        tests: texts,
        missing: texts,
      }),
    ),
    policy: { type: 'object' },
    warnings: texts,
    damage: texts,
  }),
};
