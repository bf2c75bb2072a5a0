import assert from 'node:assert/strict';
import type { Contact } from '#domain';
import { inLab, shell } from './lab.ts';
import type { Lab } from './lab.ts';

const SERVICE = {
  kind: 'service',
  command: [
    process.execPath,
    '-e',
    "require('http').createServer((q, r) => r.end('ok')).listen(process.env.PORT, '127.0.0.1')",
  ],
  ports: ['http'],
  env: { PORT: '${api.ports.http}' },
  ready: [{ http: 'http://${api.host}:${api.ports.http}/' }],
};

const node = (code: string): string => `node -e "${code}"`;
const ASK = node("fetch('http://127.0.0.1:' + process.env.REALITY_API_PORT_HTTP).then((a) => a.text())");
const TOUCH = node("const s = require('net').connect(process.env.REALITY_API_PORT_HTTP, '127.0.0.1', () => s.end())");
const FAKE = node(
  "const s = require('http').createServer((q, r) => r.end('ok')).listen(0, () => fetch('http://127.0.0.1:' + s.address().port).then(() => process.exit()))",
);

function configure(lab: Lab, more: object = {}): void {
  const about = { requires: ['api'], lane: 'system', contact: { api: 'L3' } };
  lab.configure({
    components: { api: SERVICE },
    suites: [shell('asks', ASK, about), shell('touches', TOUCH, about), shell('fakes', FAKE, about)],
    gates: { maxCauses: {}, minPassRate: 0 },
    ...more,
  });
}

function contactOf(lab: Lab, suite: string): Contact | undefined {
  const told = lab.events().flatMap((event) => (event.kind === 'contact-found' ? [event] : []));
  return told.find(({ attempt, contact }) => attempt.startsWith(`${suite}/`) && contact.edge === 'api')?.contact;
}

describe('contact that a suite declares', () => {
  it(
    'is proved by who asks, hollow with who only connects, and a violation with who asks something else',
    inLab(async (lab) => {
      configure(lab);
      await lab.run(['run']);
      assert.deepEqual(
        ['asks', 'touches', 'fakes'].map((name) => contactOf(lab, name)?.level),
        ['L3', 'L2', 'L0'],
      );
      assert.ok(contactOf(lab, 'asks')?.peers.some(({ executable }) => executable === process.execPath));
      assert.equal(lab.suite('asks').outcome, 'passed');
      assert.ok(!lab.suite('asks').marks.includes('hollow'));
      assert.ok(lab.suite('touches').marks.includes('hollow'));
      assert.equal(lab.suite('fakes').outcome, 'mock-violation');
    }),
  );

  it(
    'is not demanded where no relay could show it',
    inLab(async (lab) => {
      configure(lab, { run: { tap: false } });
      await lab.run(['run']);
      assert.deepEqual(
        ['asks', 'touches', 'fakes'].map((name) => lab.suite(name).outcome),
        ['passed', 'passed', 'passed'],
      );
      assert.equal(contactOf(lab, 'asks')?.level, 'L2');
      assert.deepEqual(contactOf(lab, 'asks')?.seenBy, ['sockets']);
    }),
  );
});
