import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Heading, IncidentKind, Outcome, Reason } from '#domain';
import { Lab, PROGRAMS, exec, shell } from './lab.ts';
import type { Ended, SuiteConfig } from './lab.ts';
import type { AssessmentDocument } from './results.ts';

interface Row {
  readonly name: string;
  readonly service: object;
  readonly suite?: SuiteConfig;
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly incident?: IncidentKind;
  readonly heading?: Heading;
  /** Must stand in the sentence of the incident. */
  readonly says?: RegExp;
  /** Must stand in the text of its test. */
  readonly told?: RegExp;
}

const node = (program: string, ...args: readonly string[]): readonly string[] => [
  'node',
  join(PROGRAMS, program),
  ...args,
];

/** Listens on PORT; the program goes on with what is given. */
const listenThen = (then: string, first = ''): readonly string[] => [
  'node',
  '-e',
  `${first} require('node:net').createServer((socket) => socket.on('data', () => { ${then} })).listen(+process.env.PORT, '127.0.0.1')`,
];

const LISTENS = { ports: ['main'], env: { PORT: '${PLACE.ports.main}' } };
/** A suite that says a word to its service and waits for the answer. */
const TALK = 'exec 3<>/dev/tcp/127.0.0.1/$PORT; echo hello >&3; read -r -t 20 answer <&3; echo "got $answer"; sleep 10';

const BLOCKED = { outcome: 'blocked', reason: 'component-down' } as const;

const ROWS: readonly Row[] = [
  { name: 'good', service: { command: listenThen(''), ...LISTENS }, outcome: 'passed' },
  {
    name: 'exits-at-start',
    service: { command: node('exits-early.js'), ...LISTENS },
    ...BLOCKED,
    incident: 'component-refused-to-start',
    heading: 'SYSTEM_CRITICAL',
    says: /exited with code 3 before it was ready: cannot go on: no configuration/u,
  },
  {
    name: 'not-found',
    service: { command: ['no-such-service'] },
    ...BLOCKED,
    incident: 'component-not-found',
    heading: 'TEST_ARTIFACT',
    says: /no-such-service/u,
  },
  {
    name: 'never-ready',
    service: { command: node('never-ready.js'), ...LISTENS, readyTimeoutMs: 800 },
    ...BLOCKED,
    incident: 'component-not-ready',
    heading: 'SYSTEM_CRITICAL',
    says: /not ready after 800 ms: .*(?:ECONNREFUSED|nobody listens)/u,
  },
  {
    name: 'dies-later',
    service: { command: listenThen("console.error('lost my mind'); process.exit(7)"), ...LISTENS },
    suite: shell('dies-later', TALK),
    outcome: 'errored',
    reason: 'component-down',
    incident: 'component-exited',
    heading: 'SYSTEM_CRITICAL',
    says: /exited with code 7 after it had been ready/u,
  },
  {
    name: 'crashes-later',
    service: { command: listenThen("process.kill(process.pid, 'SIGSEGV')"), ...LISTENS },
    suite: shell('crashes-later', TALK),
    outcome: 'errored',
    reason: 'component-down',
    incident: 'component-exited',
    heading: 'SYSTEM_CRITICAL',
    says: /SIGSEGV/u,
  },
  {
    name: 'forks-away',
    service: { command: ['bash', '-c', 'setsid sleep 300 >/dev/null 2>&1 & exit 0'], ...LISTENS },
    ...BLOCKED,
    incident: 'component-refused-to-start',
    heading: 'SYSTEM_CRITICAL',
    says: /exited with code 0 before it was ready/u,
  },
  {
    name: 'ignores-sigterm',
    service: {
      command: listenThen('', "process.on('SIGTERM', () => {});"),
      ...LISTENS,
      stop: { signal: 'SIGTERM', graceMs: 400 },
    },
    outcome: 'passed',
    incident: 'component-not-stopped',
    heading: 'SYSTEM_CRITICAL',
    says: /400 ms/u,
  },
  {
    name: 'floods',
    service: { command: ['bash', join(PROGRAMS, 'floods-stdout.sh')] },
    suite: shell('floods', 'sleep 20'),
    outcome: 'errored',
    reason: 'component-down',
    incident: 'component-exited',
    heading: 'SYSTEM_CRITICAL',
    says: /stopped at its output-limit/u,
  },
  {
    name: 'never-answers',
    service: { command: listenThen(''), ...LISTENS },
    suite: exec('never-answers', ['bash', '-c', `exec node ${join(PROGRAMS, 'waits-for-answer.js')} $PORT`], {
      timeout: '1500ms',
    }),
    outcome: 'timed-out',
    reason: 'time-limit',
    heading: 'UNCLASSIFIED',
    told: /connected to 127\.0\.0\.1:\d+ \(component never-answers\)/u,
  },
  {
    name: 'ready-late',
    service: {
      command: [
        'node',
        '-e',
        "setTimeout(() => require('node:net').createServer().listen(+process.env.PORT, '127.0.0.1'), 1500)",
      ],
      ...LISTENS,
      readyTimeoutMs: 20_000,
    },
    outcome: 'passed',
  },
  {
    name: 'leaves-daemon',
    service: { command: ['bash', '-c', `bash ${join(PROGRAMS, 'double-forks.sh')}; exec sleep 300`] },
    outcome: 'passed',
  },
];

describe('a hostile service', () => {
  let lab: Lab;
  let ended: Ended;
  let document: AssessmentDocument;
  before('one run of all of them', async () => {
    lab = new Lab();
    const components: Record<string, object> = {};
    for (const { name, service } of ROWS) components[name] = { kind: 'service', ...place(name, service) };
    lab.configure({
      components,
      suites: ROWS.map(({ name, suite = exec(name, ['true']) }) => ({ ...suite, requires: [name], ...portOf(name) })),
      run: { timeout: '30s', workers: 2 },
      limits: { maxOutput: '20MB' },
    });
    ended = await lab.run(['run', '--all']);
    document = lab.assessment();
  });
  after('nothing is left of it', async () => lab.close());

  for (const row of ROWS) {
    it(`${row.name}: ${row.outcome}${row.incident === undefined ? '' : `, ${row.incident}`}`, () => {
      const suite = document.suites.find(({ name }) => name === row.name);
      assert.ok(suite);
      const { outcome, reason, tests } = suite;
      assert.deepEqual({ outcome, reason }, { outcome: row.outcome, reason: row.reason });
      assert.match(tests[0]?.failure?.message ?? '', row.told ?? /^/u);
      const found = document.incidents
        .map(({ incident }) => incident)
        .filter(({ component }) => component === row.name);
      assert.deepEqual(found.map(({ kind }) => kind).join(), row.incident ?? '');
      assert.match(found[0]?.text ?? '', row.says ?? /^/u);
      const causes = document.causes.filter(({ suites }) => suites.includes(row.name));
      assert.deepEqual(causes.map(({ heading }) => heading).join(), row.heading ?? '');
    });
  }

  it('blocks what needs it by name, and the run tells of all', () => {
    assert.equal(ended.status, 1, ended.stderr);
    for (const { name, outcome, blockedBy, failure } of document.suites) {
      if (outcome !== 'blocked') continue;
      assert.equal(blockedBy?.component, name);
      assert.match(failure?.message ?? '', new RegExp(`component ${name} is down`, 'u'));
    }
  });

  it('fills neither the disk nor the memory of the runner', () => {
    const world = document.suites.find(({ name }) => name === 'floods')?.attempts[0]?.world ?? '';
    assert.ok(statSync(join(lab.latest, 'logs', world, 'floods.log')).size < 30e6);
    assert.ok(ended.peakBytes < 150e6, `${ended.peakBytes} bytes`);
  });
});

/** References name the component itself. */
function place(name: string, service: object): object {
  const read: unknown = JSON.parse(JSON.stringify(service).replaceAll('PLACE', name));
  return typeof read === 'object' && read !== null ? read : {};
}

function portOf(name: string): object {
  const row = ROWS.find((each) => each.name === name);
  return row?.suite === undefined || !('ports' in row.service) ? {} : { env: { PORT: `\${${name}.ports.main}` } };
}
