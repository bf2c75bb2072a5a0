import assert from 'node:assert/strict';
import { present } from '#domain';
import type { Cause, ExchangeFact, Requirement } from '#domain';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { judge } from './judge.ts';

interface Red {
  readonly text: string;
  readonly cites: readonly string[];
  readonly method: string;
  /** The call was answered with this code, and the test raised it. */
  readonly code?: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly request?: string;
  /** A line that the service wrote at that moment. */
  readonly log?: string;
  readonly answer?: string;
}

function requirement(id: string, names: readonly string[]): Requirement {
  return { id, text: `${id} holds.`, source: '', status: 'approved', critical: true, kind: 'behaviour', names };
}

const COMPONENTS = [{ name: 'service', kind: 'service', settings: { FILES: '${dirs.recordings}/below' } }];
const REQUIREMENTS = [
  requirement('R-MEDIA-1', ['stop']),
  requirement('R-MEDIA-2', []),
  requirement('R-MEDIA-3', ['delete']),
  requirement('R-CAM-1', ['status']),
];
const CODES = [
  { code: '-1000', meaning: 'no such camera', blames: 'caller' as const },
  { code: '-1006', meaning: 'in use', blames: 'caller' as const },
  { code: '-32603', meaning: 'internal error', blames: 'service' as const },
];

/** Causes of suites whose red tests are these. */
function causesOf(suites: Readonly<Record<string, readonly Red[]>>): readonly Cause[] {
  const run = new RunBuilder({
    declared: {
      requirements: REQUIREMENTS,
      contract: { methods: [], routes: [], codes: CODES },
      components: COMPONENTS,
    },
  });
  for (const [suite, reds] of Object.entries(suites)) {
    run.suite(suite);
    const tests = reds.map((red, index) => ({ titles: [`${index}`], occurrence: 1, requirements: red.cites }));
    const attempt = run.attempt(suite, tests);
    for (const [ordinal, red] of reds.entries()) {
      const { text, code, log } = red;
      const compared = present({ expected: red.expected, actual: red.actual });
      const failure = raised(text, code === undefined ? compared : { type: 'RpcError', code });
      run.test(attempt, ordinal, 'failed', { reason: code === undefined ? 'assertion' : 'exception', failure });
      run.emit({ kind: 'fact-found', attempt, ordinal, fact: exchange(red) });
      if (log !== undefined) run.emit({ kind: 'fact-found', attempt, ordinal, fact: { ...LOG, text: log } });
    }
    run.finish(attempt, suite, 'failed');
  }
  return judge(run.end().state()).causes;
}

const LOG = { kind: 'log', component: 'service', file: 'service.log', line: 1, nature: 'error' } as const;

function exchange({ method, code, request = '', answer = '{}' }: Red): ExchangeFact {
  const base = {
    kind: 'exchange',
    protocol: 'json-rpc',
    address: '127.0.0.1:1',
    component: 'service',
    method,
  } as const;
  const end = code === undefined ? ({ end: 'answered' } as const) : ({ end: 'error', code } as const);
  return { ...base, ...end, request, answer, tookMs: 1 };
}

const STOPS: readonly Red[] = [
  { text: 'the file was never closed', cites: ['R-MEDIA-1'], method: 'stop' },
  { text: 'the duration is 1 s', cites: ['R-MEDIA-1'], method: 'stop' },
];

describe('one fault in many sentences', () => {
  it('is one cause: what one method explains, in every suite', () => {
    const [cause, ...others] = causesOf({
      one: STOPS,
      other: [{ text: 'not finished', cites: ['R-MEDIA-1'], method: 'list' }],
    });
    assert.equal(others.length, 0);
    assert.deepEqual([cause?.heading, cause?.effects.length], ['SYSTEM_CRITICAL', 3]);
  });

  it('takes along what is alone in its suite and family, and a call that was refused for a state', () => {
    const alone = { text: 'nobody was told', cites: ['R-MEDIA-2'], method: 'listen' };
    const refused = { text: 'start: in use', cites: ['R-CAM-1'], method: 'start', code: '-1006' };
    const causes = causesOf({ one: [...STOPS, alone, refused] });
    assert.deepEqual(
      causes.map((cause) => [cause.heading, cause.effects.length]),
      [['SYSTEM_CRITICAL', 4]],
    );
  });

  it('is not two: methods of two suites, and of two families in one, stay apart', () => {
    const deletes = STOPS.map((red) => ({ ...red, cites: ['R-MEDIA-3'], method: 'delete' }));
    const cameras = STOPS.map((red) => ({ ...red, cites: ['R-CAM-1'], method: 'status' }));
    assert.equal(causesOf({ one: STOPS, other: deletes }).length, 2);
    assert.equal(causesOf({ one: [...STOPS, ...cameras] }).length, 2);
  });

  it('leaves a refusal open where two faults could have left the state', () => {
    const cameras = STOPS.map((red) => ({ ...red, cites: ['R-CAM-1'], method: 'status' }));
    const refused = { text: 'start: in use', cites: ['R-MEDIA-1'], method: 'start', code: '-1006' };
    const headings = causesOf({ one: [...STOPS, ...cameras, refused] }).map((cause) => cause.heading);
    assert.deepEqual(headings, ['SYSTEM_CRITICAL', 'SYSTEM_CRITICAL', 'UNCLASSIFIED']);
  });

  it('is told by the method, where the tests demand different things of it', () => {
    const reds = ['R-CAM-1', 'R-MEDIA-2', 'R-MEDIA-3'].map((id) => ({
      text: 'the count is 2',
      cites: [id],
      method: 'count',
    }));
    const [cause, ...others] = causesOf({ one: reds });
    assert.equal(others.length, 0);
    assert.match(
      cause?.title ?? '',
      /^count: 3 requirements are broken \(R-CAM-1, R-MEDIA-2, R-MEDIA-3\): .*the count is 2$/u,
    );
    assert.match(cause?.remedy.action ?? '', /R-CAM-1, R-MEDIA-2, R-MEDIA-3/u);
    const alike = causesOf({ one: STOPS }).map(({ title }) => title);
    assert.match(alike[0] ?? '', /^R-MEDIA-1 is broken/u);
  });

  it('has the same ids in whatever order the suites ran', () => {
    const ids = (causes: readonly Cause[]): readonly string[] => causes.map((cause) => cause.id).toSorted();
    const other = [{ text: 'not finished', cites: ['R-MEDIA-1'], method: 'list' }];
    assert.deepEqual(ids(causesOf({ one: STOPS, other })), ids(causesOf({ other, one: STOPS.toReversed() })));
  });
});

describe('one fault of many requirements', () => {
  const status = { cites: ['R-CAM-1'], method: 'status' };
  const list = { cites: ['R-MEDIA-2'], method: 'list' };

  function sizesOf(...reds: readonly Red[]): readonly number[] {
    const suites = reds.map((red, index) => [`s${index}`, [red]] as const);
    return causesOf(Object.fromEntries(suites)).map((cause) => cause.effects.length);
  }

  it('is one by the same wrong value, and two where the values only say yes and no', () => {
    const said = { text: 'not equal', expected: 'pong', actual: '{ pong: true }' };
    const denied = { text: 'not equal', expected: 'true', actual: 'false' };
    assert.deepEqual(sizesOf({ ...status, ...said }, { ...list, ...said }), [2]);
    assert.deepEqual(sizesOf({ ...status, ...said }, { ...list, ...said, actual: "'ping'" }), [1, 1]);
    assert.deepEqual(sizesOf({ ...status, ...denied }, { ...list, ...denied }), [1, 1]);
  });

  it('is one by the lines that differ, however large the values are', () => {
    const lines = "not equal:\n+ actual - expected\n\n+   kind: 'rose'\n-   kind: 'tulip'";
    const deep = lines.replace('expected\n', 'expected\n\n  {\n    id: 7,');
    assert.deepEqual(sizesOf({ ...status, text: lines }, { ...list, text: deep }), [2]);
  });

  it('is one by what was to be refused with a code and was taken, and two for different things', () => {
    const text = 'should fail with -1000 but answered';
    const of = (camera: string): Pick<Red, 'text' | 'request'> => ({
      text,
      request: `{"params":{"device":"${camera}"}}`,
    });
    assert.deepEqual(sizesOf({ ...status, ...of('video99') }, { ...list, ...of('video99') }), [2]);
    assert.deepEqual(sizesOf({ ...status, ...of('video99') }, { ...list, ...of('video98') }), [1, 1]);
  });

  it('is one fault within the service by the line of its log, or by the same words of three methods', () => {
    const [one, two, three] = ['status', 'list', 'stop'].map((method, index) => ({
      text: `${method}: internal error`,
      cites: [`R-${['CAM', 'MEDIA', 'MEDIA'][index]}-${index === 1 ? 2 : 1}`],
      method,
      code: '-32603',
    }));
    if (one === undefined || two === undefined || three === undefined) assert.fail();
    assert.deepEqual(sizesOf(one, two), [1, 1]);
    assert.deepEqual(sizesOf(one, two, three), [3]);
    const log = 'Error: no slot';
    assert.deepEqual(sizesOf({ ...one, log }, { ...two, log }), [2]);
    assert.deepEqual(sizesOf({ ...one, log }, { ...two, log: 'Error: no disk' }), [1, 1]);
  });

  it('is one where a folder is not agreed on, also for a file of which only the name is told', () => {
    const lost = { ...status, text: 'no file at /tmp/reality-1/recordings/a.mp4', answer: '{"name":"a.mp4"}' };
    const named = { ...list, text: 'recorded, but there is no b.mp4', answer: '{"name":"b.mp4"}' };
    const headings = (reds: readonly Red[]): readonly string[] => causesOf({ one: reds }).map((one) => one.heading);
    assert.deepEqual(headings([lost, named]), ['INTEGRATION_ISSUE']);
    assert.deepEqual(headings([named]), ['SYSTEM_CRITICAL']);
  });
});
