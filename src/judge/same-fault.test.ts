import assert from 'node:assert/strict';
import { listEffects } from '#domain';
import type { Effect, Failure } from '#domain';
import type { Seen, Sight } from '#case';
import type { Verdict } from '#rule';
import { raised } from '../../fixtures/tools/build-run.ts';
import { makeScene } from '../../fixtures/tools/fault-scene.ts';
import type { Judged } from './judged.ts';
import { SAME_FAULT, joinConvicted, joinSameAnswers } from './same-fault.ts';

interface Told {
  readonly heading: Verdict['heading'];
  readonly rule: string;
  readonly about?: string;
  readonly rests?: readonly Seen[];
  readonly saw?: readonly Seen[];
  readonly failure?: Partial<Failure>;
  readonly suite?: string;
  readonly cites?: readonly string[];
  readonly more?: Partial<Verdict>;
}

const [EFFECT] = makeScene({ failure: raised('x'), cites: ['R-1'] }).suites.flatMap(listEffects);

function tell({ heading, rule, about = 'a', failure, suite, cites, more, ...sight }: Told): Judged {
  assert.ok(EFFECT !== undefined);
  const { rests = [], saw = rests } = sight;
  const seen: Sight = { rests, saw };
  const planned = { ...EFFECT.suite.planned, name: suite ?? 's' };
  const effect: Effect = {
    ...EFFECT,
    suite: { ...EFFECT.suite, planned },
    failure: { ...EFFECT.failure, ...failure },
    ...(EFFECT.test === undefined ? {} : { test: { ...EFFECT.test, requirements: cites ?? [] } }),
  };
  const verdict: Verdict = {
    heading,
    signature: `${rule}|${about}`,
    title: `by ${rule}`,
    evidence: [],
    remedy: { action: '', verify: '' },
    against: [],
    rules: [rule],
    sight: seen,
    ...more,
  };
  return { effect, verdict };
}

function see(route: string, more: Partial<Seen> = {}): Seen {
  const own: Seen = {
    component: 'service',
    isOwn: true,
    isDirect: true,
    route,
    form: '',
    method: route,
    end: 'answered',
    code: '200',
    answer: '{}',
  };
  return { ...own, ...more };
}

/** Of what the service needs. */
const other = (route: string, more: Partial<Seen> = {}): Seen =>
  see(route, { component: 'stock', isOwn: false, isDirect: false, ...more });
const broken = { end: 'error', code: '500' } as const;

const FAILS = tell({
  heading: 'INTEGRATION_ISSUE',
  rule: 'dependency-answer',
  about: 'service>stock',
  rests: [other('GET /stock/…', broken)],
});
const TELLS = tell({
  heading: 'INTEGRATION_ISSUE',
  rule: 'given-otherwise',
  about: 'service>stock',
  rests: [other('GET /stock/…', { answer: '{"cost":2.5}' }), see('POST /sales', { answer: '{"sum":5}' })],
  failure: { expected: '500', actual: '5' },
});
const WISH = { heading: 'REQUIREMENT_GAP', rule: 'no-requirement' } as const;
const BREACH = { heading: 'SYSTEM_CRITICAL', rule: 'requirement-broken' } as const;
const OPEN = { heading: 'UNCLASSIFIED', rule: 'none' } as const;
const ABSENT = tell({
  heading: 'REQUIREMENT_GAP',
  rule: 'unsupported',
  rests: [see('POST /items/:id/returns', { end: 'error', code: '501' })],
});
const REFUSED = { end: 'error', code: '409', answer: '{"message":"in use"}' } as const;
const TAKEN = tell({
  heading: 'SYSTEM_CRITICAL',
  rule: 'requirement-broken',
  rests: [see('DELETE /items/:id', { code: '204' })],
  failure: { expected: '409', actual: '204' },
  more: { told: '409|start|in use', broken: { ids: ['R-7'], shown: '' } },
});

describe('verdicts of one fault', () => {
  /** What leads, what comes to it, and the look-alike that does not. */
  const cases: readonly (readonly [string, Judged, Judged, Judged])[] = [
    [
      'the answer of the other component, seen by the test itself',
      FAILS,
      tell({
        ...WISH,
        saw: [other('GET /stock/…', { ...broken, isDirect: true })],
        failure: { message: 'got status 500' },
      }),
      tell({
        ...WISH,
        saw: [other('GET /stock/…', { end: 'error', code: '404', isDirect: true })],
        failure: { message: 'got status 404' },
      }),
    ],
    [
      'a breach of the service, though the other component fails elsewhere',
      FAILS,
      tell({ ...OPEN, saw: [other('GET /stock/…', { ...broken, isDirect: true })] }),
      tell({ ...BREACH, saw: [other('GET /stock/…', { ...broken, isDirect: true })] }),
    ],
    [
      'the refusal that follows from what the other component answers, where nothing more is known',
      tell({
        heading: 'INTEGRATION_ISSUE',
        rule: 'dependency-answer',
        about: 'service>stock',
        rests: [other('GET /stock/…', broken), see('POST /sales', { ...REFUSED, answer: '{"error":"no item 12"}' })],
      }),
      tell({ ...BREACH, rests: [see('POST /sales', { ...REFUSED, answer: '{"error":"no item 7"}' })] }),
      tell({
        ...BREACH,
        rests: [see('POST /sales', { ...REFUSED, answer: '{"error":"no item 7"}' })],
        saw: [other('GET /stock/…'), see('POST /sales', { ...REFUSED, answer: '{"error":"no item 7"}' })],
      }),
    ],
    [
      'the very answer that the service cannot use',
      tell({
        heading: 'INTEGRATION_ISSUE',
        rule: 'dependency-answer',
        about: 'service>stock',
        rests: [other('GET /stock/…', { answer: '<h1>later</h1>' })],
      }),
      tell({ ...OPEN, saw: [other('GET /stock/…', { answer: '<h1>later</h1>', isDirect: true })] }),
      tell({ ...OPEN, saw: [other('GET /stock/…', { isDirect: true }), see('GET /health')] }),
    ],
    [
      'a look at the other component, of which nothing else is known',
      tell({ heading: 'INTEGRATION_ISSUE', rule: 'edge-broken', about: 'service>stock' }),
      tell({ ...OPEN, saw: [see('GET /items'), other('GET /stock/…', { isDirect: true })] }),
      tell({ ...OPEN, saw: [other('GET /stock/…', { isDirect: true }), see('GET /items')] }),
    ],
    [
      'the right code, in the form that is wrong in every answer',
      tell({ heading: 'SYSTEM_CRITICAL', rule: 'unreadable-answer', rests: [see('POST /items', { code: '201' })] }),
      tell({
        heading: 'TEST_ARTIFACT',
        rule: 'answer-as-required',
        rests: [see('GET /items/:id', { end: 'error', code: '404' })],
        more: { against: ['unreadable-answer: it is no JSON'] },
      }),
      tell({
        heading: 'TEST_ARTIFACT',
        rule: 'answer-as-required',
        rests: [see('GET /items/:id', { end: 'error', code: '404' })],
        more: { against: ['requirement-broken: it is cited'] },
      }),
    ],
    [
      'what nobody wrote down, after the answer that breaks a requirement',
      TAKEN,
      tell({ ...WISH, saw: [see('DELETE /items/:id', { code: '204' }), see('GET /items')] }),
      tell({ ...WISH, saw: [see('DELETE /items/:id', { code: '204' }), see('GET /bills')] }),
    ],
    [
      'another measure, through the service',
      TELLS,
      tell({ ...BREACH, saw: [other('GET /stock/…'), see('POST /sales')], failure: { expected: '900', actual: '9' } }),
      tell({
        ...BREACH,
        saw: [other('GET /stock/…'), see('POST /sales')],
        failure: { expected: '900', actual: '800' },
      }),
    ],
    [
      'another measure, through the service, and a code beside it',
      TELLS,
      tell({
        ...BREACH,
        saw: [other('GET /stock/…'), see('POST /sales')],
        failure: { expected: '1000', actual: '10' },
      }),
      tell({
        ...BREACH,
        saw: [other('GET /stock/…'), see('POST /sales', { code: '201' })],
        failure: { expected: '696', actual: '201' },
      }),
    ],
    [
      'a thing of which the service was told otherwise than the test',
      TELLS,
      tell({
        ...BREACH,
        saw: [
          other('GET /stock/…', { component: 'prices', isDirect: true, end: 'error', code: '404' }),
          other('GET /stock/…'),
        ],
      }),
      tell({
        ...BREACH,
        saw: [other('GET /stock/…', { component: 'prices', isDirect: true }), other('GET /stock/…')],
      }),
    ],
    [
      'what is not there, met before another look',
      ABSENT,
      tell({
        heading: 'REQUIREMENT_GAP',
        rule: 'open-requirement',
        saw: [see('POST /items/:id/returns', { end: 'error', code: '501' }), see('GET /items/:id')],
      }),
      tell({ heading: 'REQUIREMENT_GAP', rule: 'open-requirement', saw: [see('GET /items/:id')] }),
    ],
    [
      'one answer that is no breach here, and one there',
      TAKEN,
      tell({
        heading: 'TEST_ARTIFACT',
        rule: 'answer-as-required',
        saw: [see('start', REFUSED)],
        more: { told: '409|start|in use' },
      }),
      tell({
        heading: 'TEST_ARTIFACT',
        rule: 'answer-as-required',
        saw: [see('start', REFUSED)],
        more: { told: '409|start|too late' },
      }),
    ],
    [
      'what follows from the breach of the requirement that both cite',
      TAKEN,
      tell({
        heading: 'TEST_ARTIFACT',
        rule: 'promised-refusal',
        saw: [see('DELETE /items/:id', { code: '204' })],
        cites: ['R-7'],
      }),
      tell({
        heading: 'TEST_ARTIFACT',
        rule: 'promised-refusal',
        saw: [see('DELETE /items/:id', { code: '204' })],
        cites: ['R-9'],
      }),
    ],
    [
      'a refusal at which the test did not look, and went on with nothing',
      tell({ heading: 'TEST_ARTIFACT', rule: 'wrong-sort', rests: [see('start', REFUSED)] }),
      tell({ ...BREACH, saw: [see('start', REFUSED)], failure: { message: 'undefined is not listed' } }),
      tell({ ...BREACH, saw: [see('start', REFUSED)], failure: { message: '7 is not listed' } }),
    ],
    [
      'an open failure by the same answer in the same suite',
      TAKEN,
      tell({ ...OPEN, saw: [see('DELETE /items/:id')] }),
      tell({ ...OPEN, saw: [see('DELETE /items/:id')], suite: 'another' }),
    ],
    [
      'two wishes for one route, asked in the same way',
      tell({ ...WISH, about: 'b', saw: [see('GET /items', { form: 'state' })] }),
      tell({ ...WISH, saw: [see('GET /items', { form: 'state' })] }),
      tell({ ...WISH, saw: [see('GET /items', { form: 'limit' })] }),
    ],
  ];
  const joined = (strong: Judged, weak: Judged): Verdict | undefined =>
    joinSameAnswers(joinConvicted([strong, weak]))[1]?.verdict;

  for (const [name, strong, weak, twin] of cases) {
    it(`${name}: of the stronger one, which says so`, () => {
      const found = joined(strong, weak);
      assert.deepEqual([found?.heading, found?.signature], [strong.verdict.heading, strong.verdict.signature]);
      assert.ok(found?.rules?.includes(SAME_FAULT));
      assert.match(found?.against.join() ?? '', /by itself/u);
    });

    it(`${name}: not where it only looks alike`, () => {
      assert.deepEqual(joined(strong, twin), twin.verdict);
    });

    it(`${name}: the stronger one stays what it is`, () => {
      // Of two wishes that are worth the same the first one leads.
      if (strong.verdict.rules?.[0] === WISH.rule) return;
      assert.deepEqual(joinSameAnswers(joinConvicted([weak, strong]))[1]?.verdict, strong.verdict);
    });
  }

  it('take along who asked nothing in a group that shows one fault of the service, and nobody where it shows two', () => {
    const inGroup = (one: Judged): Judged => {
      const { test } = one.effect;
      assert.ok(test !== undefined);
      return { ...one, effect: { ...one.effect, test: { ...test, id: { ...test.id, titles: ['stop', 't'] } } } };
    };
    const [strong, idle] = [inGroup(TAKEN), inGroup(tell(OPEN))];
    const another = inGroup(tell({ ...BREACH, about: 'z', saw: [see('GET /bills')] }));
    assert.equal(joinSameAnswers([strong, idle])[1]?.verdict.signature, TAKEN.verdict.signature);
    assert.deepEqual(joinSameAnswers([strong, idle, another])[1]?.verdict, idle.verdict);
    assert.deepEqual(joinSameAnswers([strong, tell(OPEN)])[1]?.verdict.heading, 'UNCLASSIFIED');
  });

  it('stay apart where two causes would do', () => {
    const another = tell({
      heading: 'REQUIREMENT_GAP',
      rule: 'unsupported',
      about: 'z',
      rests: ABSENT.verdict.sight?.rests ?? [],
    });
    const weak = tell({ heading: 'REQUIREMENT_GAP', rule: 'open-requirement', saw: ABSENT.verdict.sight?.rests ?? [] });
    assert.deepEqual(joinSameAnswers([ABSENT, another, weak])[2]?.verdict, weak.verdict);
  });
});
