import assert from 'node:assert/strict';
import type { Cause, Declared, Heading, Incident } from '#domain';
import { judge } from './judge.ts';
import { RunBuilder } from '../../fixtures/tools/build-run.ts';

const COMPONENTS: Declared['components'] = [
  { name: 'mediamtx', kind: 'mediamtx' },
  { name: 'service', kind: 'service', settings: { CAMERA_RATE: 'many', PORT: '${service.ports.ws}' } },
];
const OWN_PROCESS = { kind: 'process', pid: 7, startTime: 70, note: 'service' } as const;

/** A service that ends at its start, or is not ready, beside a MediaMTX that runs. */
function causeOf(more: Partial<Incident>, components: Declared['components'] = COMPONENTS): Cause {
  const run = new RunBuilder({ declared: { components } });
  run.emit({ kind: 'world-starting', world: 'w1', suites: ['s'], components: ['mediamtx', 'service'] });
  run.emit({ kind: 'port-leased', world: 'w1', component: 'mediamtx', name: 'api', port: 21_002 });
  run.emit({ kind: 'port-leased', world: 'w1', component: 'service', name: 'ws', port: 21_001 });
  const ready = { kind: 'component-state', world: 'w1', component: 'mediamtx', state: 'ready', pid: 5 } as const;
  run.emit({ ...ready, afterMs: 9, note: 'answers' });
  run.incident(more.kind ?? 'component-refused-to-start', {
    exit: { code: 1, signal: null },
    evidence: [OWN_PROCESS],
    ...more,
  });
  const [cause, ...others] = judge(run.end().state()).causes;
  assert.equal(others.length, 0);
  return cause ?? assert.fail();
}

describe('last words of a service', () => {
  const table: readonly (readonly [string, Heading, Partial<Incident>])[] = [
    ['a port of nobody', 'INTEGRATION_ISSUE', { logTail: 'api at 127.0.0.1:9997 does not answer: ECONNREFUSED' }],
    ["another component's port", 'INTEGRATION_ISSUE', { logTail: 'GET http://127.0.0.1:21002/v3: timed out' }],
    ["another component's name", 'INTEGRATION_ISSUE', { logTail: 'start failed: MediaMTX answered 401' }],
    ['its own port', 'SYSTEM_CRITICAL', { logTail: 'cannot serve at 127.0.0.1:21001: table missing' }],
    ['a path with that name', 'SYSTEM_CRITICAL', { logTail: 'Error: cannot read /srv/mediamtx-camera/table.json' }],
    ['an address without a complaint', 'SYSTEM_CRITICAL', { logTail: 'connected to 127.0.0.1:21002\nready soon' }],
    ['a complaint long before the end', 'SYSTEM_CRITICAL', { logTail: '127.0.0.1:9997 refused\na\nb\nc' }],
    ['a stack', 'SYSTEM_CRITICAL', { logTail: 'TypeError: no table\n    at start (a.js:1:1)' }],
    [
      'a setting that it refuses',
      'TEST_ARTIFACT',
      { logTail: 'CAMERA_RATE must be a number', exit: { code: 2, signal: null } },
    ],
    [
      'a setting, as it crashes',
      'SYSTEM_CRITICAL',
      { logTail: 'CAMERA_RATE', exit: { code: null, signal: 'SIGSEGV' } },
    ],
    [
      'that it is not ready yet',
      'INTEGRATION_ISSUE',
      { kind: 'component-not-ready', text: 'http://127.0.0.1:21001/ready: status 503 {"details":"paths are missing"}' },
    ],
    ['nothing', 'SYSTEM_CRITICAL', { kind: 'component-not-ready', text: 'no answer' }],
  ];
  for (const [name, heading, more] of table) {
    it(`${name}: ${heading}`, () => {
      const cause = causeOf(more);
      assert.equal(cause.heading, heading, cause.title);
      if (heading === 'INTEGRATION_ISSUE') assert.ok(cause.evidence.length >= 3, 'what it names is cited');
    });
  }

  it('name the key of the setting', () => {
    const { remedy, owner } = causeOf({ logTail: 'CAMERA_RATE must be a number' });
    assert.equal(remedy.where, 'components.service.env.CAMERA_RATE');
    assert.equal(owner, 'test developers');
  });

  const server: readonly (readonly [string, string, Heading])[] = [
    ['redis', 'ReplyError: NOAUTH Authentication required.', 'INTEGRATION_ISSUE'],
    ['postgres', 'error: password authentication failed for user "app"', 'INTEGRATION_ISSUE'],
    ['postgres', 'error: syntax error at or near "SELCT"', 'SYSTEM_CRITICAL'],
    ['redis', 'error: password authentication failed for user "app"', 'SYSTEM_CRITICAL'],
  ];
  for (const [kind, logTail, heading] of server) {
    it(`of ${kind}: ${logTail}: ${heading}`, () => {
      const components = [
        { name: 'mediamtx', kind },
        { name: 'service', kind: 'service', requires: ['mediamtx'] },
      ];
      assert.equal(causeOf({ logTail }, components).heading, heading);
    });
  }

  it('say nothing of settings that the configuration does not give', () => {
    const components = COMPONENTS.map(({ name, kind }) => ({ name, kind }));
    assert.equal(causeOf({ logTail: 'CAMERA_RATE must be a number' }, components).heading, 'SYSTEM_CRITICAL');
  });
});
