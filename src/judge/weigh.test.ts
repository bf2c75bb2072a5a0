import assert from 'node:assert/strict';
import type { Cause, Evidence, Heading, RunState } from '#domain';
import { raised } from '../../fixtures/tools/build-run.ts';
import { PLAIN_NAMES, SCENE_PORTS, errorAnswer, makeScene, rpcError } from '../../fixtures/tools/fault-scene.ts';
import type { FaultScene } from '../../fixtures/tools/fault-scene.ts';
import { judge } from './judge.ts';
import { WEIGHTED_RULES } from './weighted-rules.ts';

const SERVICE = `127.0.0.1:${SCENE_PORTS.service}`;
const MEDIAMTX = `127.0.0.1:${SCENE_PORTS.mediamtx}`;
const HEALTHY = [{ component: 'service' }, { component: 'mediamtx' }];
const WRONG = raised('expected 3 to equal 4', { expected: '4', actual: '3', code: 'ERR_ASSERTION' });
const MISSED = raised('get_list took 80 ms, more than 50 ms', { code: 'ERR_ASSERTION' });

const WAITING: FaultScene = {
  failure: raised(`Timeout of 2000ms exceeded\n(waiting, connected to ${SERVICE} (component service))`),
  outcome: 'timed-out',
  reason: 'time-limit',
  cites: ['R-1'],
  exchanges: [{}],
  probes: HEALTHY,
};

function refused(peer: string): FaultScene {
  const failure = raised(`connect ECONNREFUSED ${peer}`, { type: 'Error', code: 'ECONNREFUSED', peer });
  return { failure, reason: 'exception' };
}

function thrown(type: string, message: string, code?: string): FaultScene {
  return { failure: raised(message, { type, ...(code === undefined ? {} : { code }) }), reason: 'exception' };
}

function answered(code: string, more: Partial<FaultScene> = {}, message = 'no'): FaultScene {
  return {
    failure: rpcError(code),
    reason: 'exception',
    exchanges: [errorAnswer(code, 'get_status', message)],
    ...more,
  };
}

/** Name, the rule that leads (none: it only supports or weakens), the heading, and what was seen. */
const CASES: readonly (readonly [string, string, Heading, FaultScene])[] = [
  ['a name that is not there', 'unknown-name', 'TEST_ARTIFACT', thrown('ReferenceError', 'x is not defined')],
  ['a method of a helper', 'unknown-name', 'TEST_ARTIFACT', thrown('TypeError', 'helper.run is not a function')],
  [
    'an argument',
    'unknown-name',
    'TEST_ARTIFACT',
    thrown('TypeError', "f() got an unexpected keyword argument 'timeout'"),
  ],
  [
    'an attribute',
    'unknown-name',
    'TEST_ARTIFACT',
    thrown('AttributeError', "'Manager' object has no attribute 'list_pods'"),
  ],
  ['a mock', 'unknown-name', 'TEST_ARTIFACT', thrown('NameError', "name 'MagicMock' is not defined")],
  ['a fixture', 'unknown-name', 'TEST_ARTIFACT', thrown('Failed', "fixture 'launcher_config' not found")],
  [
    'a bad call of a library',
    'misuse-before-contact',
    'TEST_ARTIFACT',
    thrown('RangeError', 'Unsupported version: 17'),
  ],
  ['a file', 'missing-file', 'TEST_ARTIFACT', thrown('Error', "ENOENT: no such file, open 'data/a.json'", 'ENOENT')],
  ['a program', 'missing-program', 'TEST_ARTIFACT', thrown('Error', 'spawnSync mplayer ENOENT', 'ENOENT')],
  ['a host', 'unknown-host', 'TEST_ARTIFACT', thrown('Error', 'getaddrinfo ENOTFOUND cameras.invalid', 'ENOTFOUND')],
  ['a port of nobody', 'unknown-address', 'TEST_ARTIFACT', refused('127.0.0.1:8002')],
  [
    'a component that was never started',
    'absent-component',
    'TEST_ARTIFACT',
    { ...refused(MEDIAMTX), absent: ['mediamtx'] },
  ],
  ['a service that refuses', 'service-refuses', 'SYSTEM_CRITICAL', refused(SERVICE)],
  ['a dependency that refuses', 'dependency-refuses', 'INTEGRATION_ISSUE', refused(MEDIAMTX)],
  [
    'a request without an answer',
    'silent-service',
    'SYSTEM_CRITICAL',
    {
      failure: raised('no answer to get_status within 100 ms'),
      exchanges: [{ end: 'silent', answer: '', tookMs: 100 }],
    },
  ],
  [
    'a probe without an answer',
    'silent-service',
    'SYSTEM_CRITICAL',
    {
      failure: raised('too long', { type: 'Error' }),
      outcome: 'timed-out',
      reason: 'time-limit',
      probes: [{ component: 'service', ok: false }],
    },
  ],
  [
    'a sleep',
    'waits-for-itself',
    'TEST_ARTIFACT',
    {
      failure: raised('Timeout of 2000ms exceeded\n(waiting with no open connection)'),
      outcome: 'timed-out',
      reason: 'time-limit',
      probes: HEALTHY,
    },
  ],
  [
    'a suite that is slower than its limit',
    'slow-suite',
    'TEST_ARTIFACT',
    {
      failure: raised('no end'),
      outcome: 'timed-out',
      reason: 'time-limit',
      passedMs: [700, 800, 700, 700],
      durationMs: 300,
      timeoutMs: 4000,
    },
  ],
  ['an internal error', 'fault-code', 'SYSTEM_CRITICAL', answered('-32603')],
  ['a dependency that runs', 'dependency-code', 'INTEGRATION_ISSUE', answered('-1003', { probes: HEALTHY })],
  [
    'a path that one side tells and the other does not have',
    'dependency-missing',
    'INTEGRATION_ISSUE',
    {
      failure: raised('GET /camera0/index.m3u8 answered 404', { code: '404' }),
      reason: 'exception',
      exchanges: [
        { answer: '{"hls":"http://127.0.0.1/camera0/index.m3u8"}' },
        {
          protocol: 'http',
          address: MEDIAMTX,
          component: 'mediamtx',
          method: 'GET /camera0/index.m3u8',
          end: 'error',
          code: '404',
        },
      ],
    },
  ],
  ['a documented method', 'absent-name', 'REQUIREMENT_GAP', { ...answered('-32601'), cites: ['R-1'] }],
  [
    'a documented route',
    'absent-name',
    'REQUIREMENT_GAP',
    {
      failure: raised('501', { code: '501' }),
      reason: 'exception',
      exchanges: [{ ...errorAnswer('501', 'GET /health'), protocol: 'http' }],
    },
  ],
  [
    'a method that nobody promised',
    'undocumented-name',
    'TEST_ARTIFACT',
    { failure: rpcError('-32601', 'get_moon'), reason: 'exception', exchanges: [errorAnswer('-32601', 'get_moon')] },
  ],
  ['what is not supported', 'unsupported', 'REQUIREMENT_GAP', { ...answered('-1009'), cites: ['R-1'] }],
  ['a refusal, of a test that cites nothing', '', 'REQUIREMENT_GAP', answered('-1006')],
  [
    'a refusal, alone not met',
    'passes-alone',
    'TEST_ARTIFACT',
    { ...answered('-1006'), cites: ['R-1'], experiments: [{ experiment: 'rerun-alone', result: 'passed' }] },
  ],
  [
    'a refusal, alone met too',
    'requirement-broken',
    'SYSTEM_CRITICAL',
    { ...answered('-1006'), cites: ['R-1'], experiments: [{ experiment: 'rerun-alone', result: 'same' }] },
  ],
  ['a refusal, with no experiment', '', 'UNCLASSIFIED', { ...answered('-1006'), cites: ['R-1'] }],
  [
    'a field that nobody promised',
    'undocumented-field',
    'TEST_ARTIFACT',
    { failure: raised('the answer has no vendor'), cites: ['R-1'], exchanges: [{}] },
  ],
  [
    'a field that was promised',
    'missing-field',
    'SYSTEM_CRITICAL',
    {
      ...thrown('TypeError', "Cannot read properties of undefined (reading 'mediamtx')"),
      exchanges: [{ answer: '{"result":{}}' }],
    },
  ],
  [
    'a program that the service lacks',
    'missing-tool',
    'INTEGRATION_ISSUE',
    { ...answered('-32603', {}, 'spawn ffmpeg ENOENT'), cites: ['R-1'] },
  ],
  [
    'a folder that nobody could use',
    'unusable-folder',
    'TEST_ARTIFACT',
    { ...answered('-32603'), cites: ['R-1'], logs: [{ text: "ENOTDIR: not a directory, mkdir '/x/notes.txt/r'" }] },
  ],
  [
    'an address of another component',
    'wrong-far-end',
    'INTEGRATION_ISSUE',
    {
      failure: WRONG,
      cites: ['R-1'],
      exchanges: [{}],
      logs: [{ text: `MediaMTX at http://${MEDIAMTX} answered 401` }],
    },
  ],
  [
    'a broken requirement',
    'requirement-broken',
    'SYSTEM_CRITICAL',
    { failure: WRONG, cites: ['R-1'], exchanges: [{}] },
  ],
  [
    'a broken requirement without a record of the answer',
    'untraced-requirement',
    'SYSTEM_CRITICAL',
    { failure: WRONG, cites: ['R-1'], probes: HEALTHY },
  ],
  [
    'a broken edge',
    'edge-broken',
    'INTEGRATION_ISSUE',
    { failure: WRONG, cites: ['R-3'], exchanges: [{}], probes: HEALTHY },
  ],
  ['a draft', 'open-requirement', 'REQUIREMENT_GAP', { failure: WRONG, cites: ['R-4'], exchanges: [{}] }],
  [
    'documents that disagree',
    'open-requirement',
    'REQUIREMENT_GAP',
    { failure: WRONG, cites: ['R-5'], exchanges: [{}] },
  ],
  ['no requirement', 'no-requirement', 'REQUIREMENT_GAP', { failure: WRONG, exchanges: [{}], probes: HEALTHY }],
  [
    'an unregistered requirement',
    'no-requirement',
    'REQUIREMENT_GAP',
    { failure: WRONG, cites: ['R-99'], exchanges: [{}] },
  ],
  [
    'a limit on a quiet host',
    'requirement-broken',
    'SYSTEM_CRITICAL',
    { failure: MISSED, cites: ['R-2'], exchanges: [{}], load: 0.4 },
  ],
  ['a limit on a busy host', '', 'UNCLASSIFIED', { failure: MISSED, cites: ['R-2'], exchanges: [{}], load: 6 }],
  ['a limit that nobody set', 'no-requirement', 'REQUIREMENT_GAP', { failure: MISSED, exchanges: [{}], load: 0.4 }],
  [
    'a limit that is too short',
    'longer-limit',
    'TEST_ARTIFACT',
    {
      failure: raised('too long'),
      outcome: 'timed-out',
      reason: 'time-limit',
      experiments: [{ experiment: 'longer-limit', result: 'passed' }],
    },
  ],
  [
    'a neutral client that is answered well',
    'replay-differs',
    'TEST_ARTIFACT',
    { ...thrown('Error', 'strange'), exchanges: [{}], experiments: [{ experiment: 'replay', result: 'passed' }] },
  ],
  [
    'a neutral client that meets the same',
    'requirement-broken',
    'SYSTEM_CRITICAL',
    { failure: WRONG, cites: ['R-1'], exchanges: [{}], experiments: [{ experiment: 'replay', result: 'same' }] },
  ],
  [
    'an answer of a dependency that a suite had stopped',
    'requirement-broken',
    'SYSTEM_CRITICAL',
    { ...answered('-1003'), cites: ['R-1'], stopped: ['mediamtx'] },
  ],
  [
    'a trace in the log of the service',
    'requirement-broken',
    'SYSTEM_CRITICAL',
    {
      failure: WRONG,
      cites: ['R-1'],
      exchanges: [{}],
      logs: [{ nature: 'stack', text: 'TypeError: no slot\n    at f (a.js:1:1)' }],
    },
  ],
  [
    'a trace in the log of the service, where nothing was promised',
    'service-stack',
    'SYSTEM_CRITICAL',
    { failure: WRONG, exchanges: [{}], logs: [{ nature: 'stack', text: 'TypeError: no slot\n    at f (a.js:1:1)' }] },
  ],
  ['a wait for the service', '', 'UNCLASSIFIED', WAITING],
  [
    'a wait for the service that no more time ends',
    'waits-for-service',
    'SYSTEM_CRITICAL',
    { ...WAITING, experiments: [{ experiment: 'longer-limit', result: 'same' }] },
  ],
  [
    'a wait for the service that more time ends',
    'longer-limit',
    'TEST_ARTIFACT',
    { ...WAITING, experiments: [{ experiment: 'longer-limit', result: 'passed' }] },
  ],
  [
    'an internal error that a client of its own tells',
    'fault-code',
    'SYSTEM_CRITICAL',
    { failure: raised('500 Server Error', { type: 'HTTPError', code: '500' }), reason: 'exception' },
  ],
  [
    'a status that a test of its own client compared',
    'fault-code',
    'SYSTEM_CRITICAL',
    { failure: raised('assert 500 == 200', { expected: '200', actual: '500' }), cites: ['R-1'] },
  ],
  [
    'a certificate',
    'certificate',
    'TEST_ARTIFACT',
    thrown('Error', 'self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
  ],
  [
    "an exception in the service's own code",
    'raised-in-service',
    'SYSTEM_CRITICAL',
    {
      failure: raised('x.run is not a function', {
        type: 'TypeError',
        frames: [{ file: 'src/store.js', line: 3, column: 1, name: 'save', origin: 'service' }],
      }),
      reason: 'exception',
    },
  ],
  [
    'a file in another folder',
    'folder-disagreement',
    'INTEGRATION_ISSUE',
    {
      ...thrown('Error', "ENOENT: no such file or directory, stat '/tmp/reality-1/recordings/a.mp4'", 'ENOENT'),
      cites: ['R-1'],
      exchanges: [{ answer: '{"result":{"filename":"a.mp4"}}' }],
    },
  ],
  [
    'an item that is not there, of a route that is',
    'requirement-broken',
    'SYSTEM_CRITICAL',
    {
      failure: raised('GET /items/7 answered 404', { code: '404' }),
      reason: 'exception',
      cites: ['R-1'],
      exchanges: [{ ...errorAnswer('404', 'GET /items/7'), protocol: 'http' }],
    },
  ],
  ['nothing but words', '', 'UNCLASSIFIED', { failure: WRONG, cites: ['R-1'] }],
];

function onlyCause(state: RunState): Cause {
  const causes = judge(state).causes.filter((cause) => cause.effects.length > 0);
  assert.equal(causes.length, 1, JSON.stringify(causes.map((cause) => cause.title)));
  return causes[0] ?? assert.fail();
}

/** The same run without what a cause cites around its failure. */
function withoutCited(state: RunState, evidence: readonly Evidence[]): RunState {
  const cited = new Set(evidence.flatMap((one) => (one.kind === 'journal' ? [one.seq] : [])));
  return {
    ...state,
    experiments: state.experiments.filter((one) => !cited.has(one.seq)),
    worlds: state.worlds.map((world) => ({
      ...world,
      states: world.states.filter((one) => !cited.has(one.seq)),
      ports: world.ports.filter((one) => !cited.has(one.seq)),
    })),
    suites: state.suites.map((suite) => ({
      ...suite,
      attempts: suite.attempts.map((attempt) => ({
        ...attempt,
        facts: attempt.facts.filter((one) => !cited.has(one.seq)),
        tests: attempt.tests.filter((test) => !(test.outcome === 'passed' && cited.has(test.seq))),
      })),
    })),
  };
}

/** Where the decisive fact is the failure itself, there is nothing around it to take away. */
const OF_THE_FAILURE =
  /^(?:unknown-name|misuse-before-contact|missing-file|missing-program|unknown-host|unknown-address|waits-for-itself|certificate)$/u;

/** Clients that leave no record: there is the failure and nothing else. */
const TOLD = /of its own|own code/u;

describe('weighted rules', () => {
  for (const [name, rule, heading, scene] of CASES) {
    it(`${name}: ${heading}${rule === '' ? '' : ` by ${rule}`}`, () => {
      const cause = onlyCause(makeScene(scene));
      assert.equal(cause.heading, heading, JSON.stringify(cause));
      if (rule !== '') assert.equal(cause.rules[0], rule);
      assert.notEqual(cause.remedy.action, '');
      assert.equal(cause.wouldChange.length > 0 || heading === 'UNCLASSIFIED', true);
    });
  }

  for (const [name, rule, heading, scene] of CASES) {
    if (heading === 'UNCLASSIFIED' || OF_THE_FAILURE.test(rule) || TOLD.test(name)) continue;
    it(`${name}: without what it cites the verdict changes or weakens`, () => {
      const state = makeScene(scene);
      const before = onlyCause(state);
      const after = onlyCause(withoutCited(state, before.evidence));
      const scored = (cause: Cause): number => (heading in cause.scores ? (cause.scores[heading] ?? 0) : 0);
      assert.ok(after.id !== before.id || scored(after) < scored(before), JSON.stringify(after));
    });
  }

  it('blame the service only with something that the service did', () => {
    for (const [name, , heading, scene] of CASES) {
      if (heading !== 'SYSTEM_CRITICAL' || TOLD.test(name)) continue;
      const state = makeScene(scene);
      const cited = new Set(onlyCause(state).evidence.flatMap((one) => (one.kind === 'journal' ? [one.seq] : [])));
      const ofService = [
        ...state.suites.flatMap((suite) => suite.attempts.flatMap((attempt) => attempt.facts)),
        ...state.worlds.flatMap((world) => world.states.filter((one) => one.component === 'service')),
      ];
      assert.ok(
        ofService.some((one) => cited.has(one.seq)),
        name,
      );
    }
  });

  it('say what the verdict was before an experiment overturned it', () => {
    const scene = { ...answered('-1006'), cites: ['R-1'] };
    const experiments = [{ experiment: 'rerun-alone', result: 'passed' }] as const;
    const told = (cause: Cause): string => cause.against.join();
    assert.match(
      told(onlyCause(makeScene({ ...scene, experiments }))),
      /before the experiments this was UNCLASSIFIED/u,
    );
    assert.doesNotMatch(told(onlyCause(makeScene(scene))), /before the experiments/u);
  });

  it('weigh names of suites, tests and files nothing', () => {
    const strange = {
      suite: 'mediamtx-critical',
      test: 'SYSTEM_CRITICAL mock timeout',
      file: 'tests/mediamtx/mock.test.js',
    };
    for (const [name, , , scene] of CASES) {
      const [plain, renamed] = [onlyCause(makeScene(scene, PLAIN_NAMES)), onlyCause(makeScene(scene, strange))];
      const facts = ({ heading, rules, scores, severity, owner }: Cause): unknown => ({
        heading,
        rules,
        scores,
        severity,
        owner,
      });
      assert.deepEqual(facts(renamed), facts(plain), name);
    }
  });

  it('are each met by a case, and have words for the table', () => {
    const met = new Set(CASES.flatMap(([, , , scene]) => [...onlyCause(makeScene(scene)).rules]));
    const against = CASES.flatMap(([, , , scene]) => onlyCause(makeScene(scene)).against).join('\n');
    for (const { id, sentence, cites, otherwise, weights } of WEIGHTED_RULES) {
      assert.ok(met.has(id) || against.includes(`${id}:`) || id === 'noisy-host' || id === 'caller-code', id);
      for (const text of [sentence, cites, otherwise]) assert.ok(text.length > 20, id);
      assert.ok(
        Object.values(weights).some((weight) => weight !== 0),
        id,
      );
    }
    assert.equal(new Set(WEIGHTED_RULES.map(({ id }) => id)).size, WEIGHTED_RULES.length);
  });
});
