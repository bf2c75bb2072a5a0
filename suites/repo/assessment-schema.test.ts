import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { z } from 'zod';
import { ASSESSMENT_SCHEMA, renderReports } from '#report';
import { assessRun } from '../../fixtures/tools/assess-run.ts';
import { realnessRun } from '../../fixtures/tools/realness-run.ts';
import { readText } from './repository.ts';
import { SAMPLES, renderSample } from './samples.ts';

const checker = z.fromJSONSchema(ASSESSMENT_SCHEMA);

function readSample(name: string, file: string): string {
  return renderSample(name).get(file) ?? assert.fail(`no ${file}`);
}

describe('schema of assessment.json', () => {
  it('is the published one', () => {
    assert.deepEqual(JSON.parse(readText('docs/reference/assessment.schema.json')), ASSESSMENT_SCHEMA);
  });

  for (const name of SAMPLES) {
    it(`holds for the sample ${name}`, () => {
      const { error } = checker.safeParse(JSON.parse(readSample(name, 'assessment.json')));
      assert.equal(error, undefined, JSON.stringify(error?.issues));
    });
  }

  it('holds for all that can be told of mocks and contact', () => {
    const json = renderReports(assessRun(realnessRun().stored())).get('assessment.json') ?? '';
    assert.match(json, /"claim": ?"hollow"/u);
    const { error } = checker.safeParse(JSON.parse(json));
    assert.equal(error, undefined, JSON.stringify(error?.issues));
    assert.equal(checker.safeParse(JSON.parse(json.replace(/"claim": ?"hollow"/u, '"claim":"fine"'))).success, false);
  });

  const spoilt: readonly (readonly [string, string, string])[] = [
    ['a decision of another name', '"decision": "REJECT"', '"decision": "FINE"'],
    ['a severity of another name', '"severity":"core-flow"', '"severity":"huge"'],
    [
      'a criterion that is met without a number',
      '"kind":"unmeasured","group"',
      '"kind":"unmeasured","result":"met","group"',
    ],
    ['another version', '"version": 1', '"version": 2'],
  ];
  for (const [name, from, to] of spoilt) {
    it(`refuses ${name}`, () => {
      const text = readSample('broken', 'assessment.json');
      assert.ok(text.includes(from));
      assert.equal(checker.safeParse(JSON.parse(text.replace(from, to))).success, false);
    });
  }
});

describe('quality-gate.yaml', () => {
  for (const name of SAMPLES) {
    it(`of the sample ${name} says what assessment.json says`, () => {
      const gate: unknown = parse(readSample(name, 'quality-gate.yaml'));
      const assessment: unknown = JSON.parse(readSample(name, 'assessment.json'));
      const { decision, gates, criteria } = READ_ASSESSMENT.parse(assessment);
      const read = READ_GATE.parse(gate)['quality-gate'];
      assert.equal(read.decision, decision);
      assert.deepEqual(
        read.gates.map((one) => [one.name, one.result, one.formula]),
        gates.map((one) => [one.name, one.met ? 'met' : 'not met', one.formula]),
      );
      assert.deepEqual(
        read.criteria.map((one) => [one.name, one.result]),
        criteria.map((one) => [one.name, one.result ?? 'not measured']),
      );
    });
  }
});

const READ_ASSESSMENT = z.object({
  decision: z.string(),
  gates: z.array(z.object({ name: z.string(), met: z.boolean(), formula: z.string() })),
  criteria: z.array(z.object({ name: z.string(), result: z.string().optional() })),
});

const READ_GATE = z.object({
  'quality-gate': z.object({
    decision: z.string(),
    gates: z.array(z.object({ name: z.string(), result: z.string(), formula: z.string() })),
    criteria: z.array(z.object({ name: z.string(), result: z.string() })),
  }),
});
