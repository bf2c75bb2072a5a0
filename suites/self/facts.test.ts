import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact, RunEvent } from '#domain';
import { ROOT, exec, inLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { readAllFiles } from './results.ts';

const KIT = join(ROOT, 'dist', 'src', 'kit', 'index.js');

/** Says an error with each request, and one more with a stack where it fails; never answers one path; repeats its secret. */
const SERVICE = `
const http = require('node:http');
const take = (device) => { throw new TypeError('no snapshot of ' + device); };
http.createServer((request, response) => {
  console.error('ERROR cache miss for request ' + Math.floor(Math.random() * 1e6));
  if (request.url === '/mute') return;
  if (request.url !== '/bad') return void response.end('{"ok":true}');
  try { take('video0'); } catch (error) { console.error(error.stack); }
  console.error('{"level":"error","msg":"snapshot failed for ' + process.env.KEY + '"}');
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: 'boom', seen: request.headers.authorization, key: process.env.KEY }));
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening'));
`;

const SUITE = `
import { openHttp, world } from ${JSON.stringify(KIT)};
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
const key = world().component('service').secret('key');
writeFileSync(process.env.CANARIES, key);
const url = world().component('service').url('http');
describe('service', () => {
  it('answers', async () => { await openHttp(url + '/ok'); });
  it('fails', async () => {
    await openHttp(url + '/ok?key=' + encodeURIComponent(key));
    // Lines and results come by different ways: on a crowded machine they are told apart by time alone.
    await pause(300);
    const headers = { authorization: 'Bearer ' + key };
    const body = JSON.stringify({ auth_token: 'canary-of-nobody', key, encoded: Buffer.from(key).toString('base64') });
    const answer = await openHttp(url + '/bad', { method: 'POST', headers, body });
    await pause(300);
    if (answer.status !== 200) throw new Error('status ' + answer.status);
  });
  it('is mute', async () => { await openHttp(url + '/mute', { withinMs: 200 }); });
  it('knocks at a door where nobody lives', async () => { await openHttp('http://127.0.0.1:1/health'); });
});
`;

/** Answers once more after it was told to, and then computes for ever. */
const DEAF = `
require('node:http').createServer((request, response) => {
  response.end('ok');
  if (request.url === '/block') setTimeout(() => { for (;;); }, 50);
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

const WAITS = `
import { openHttp, world } from ${JSON.stringify(KIT)};
import { setTimeout as pause } from 'node:timers/promises';
it('waits', async () => {
  const url = world().component('service').url('http');
  await openHttp(url + '/block');
  await pause(500);
  await openHttp(url + '/', { withinMs: 60_000 });
});
`;

const COMPONENT = {
  kind: 'service',
  ports: ['http'],
  urls: { http: 'http://${service.host}:${service.ports.http}' },
  env: { PORT: '${service.ports.http}' },
  ready: [{ http: '${service.urls.http}/ok', status: 200 }],
};

function configure(lab: Lab, canaries: string): void {
  lab.write('service.cjs', SERVICE);
  lab.write('talks.mjs', SUITE);
  lab.configure({
    components: {
      service: {
        kind: 'service',
        command: ['node', 'service.cjs'],
        ports: ['http'],
        secrets: ['key'],
        urls: { http: 'http://${service.host}:${service.ports.http}' },
        env: { PORT: '${service.ports.http}', KEY: '${service.secrets.key}' },
        ready: [{ http: '${service.urls.http}/ok', status: 200 }],
      },
    },
    suites: [
      {
        name: 'talks',
        engine: 'mocha',
        files: ['talks.mjs'],
        lane: 'unit',
        requires: ['service'],
        secrets: ['service.key'],
        env: { CANARIES: canaries },
      },
    ],
  });
}

type Found = Extract<RunEvent, { kind: 'fact-found' }>;

/** What tells a fact from others of its kind, on one line. */
function describeFact(fact: Fact): string {
  if (fact.kind === 'exchange')
    return ['exchange', fact.component ?? '-', fact.method, fact.end, fact.code].filter(Boolean).join(' ');
  if (fact.kind === 'log') return `log ${fact.component} ${fact.nature} ${fact.text.replaceAll(/\S*\//gu, '')}`;
  return fact.kind === 'probe' ? `probe ${fact.component} ${fact.ok ? 'ready' : 'not ready'}` : fact.kind;
}

describe('facts around a failure', () => {
  it(
    'tell what was asked and answered, what the service wrote, and how it is now',
    inLab(async (lab) => {
      configure(lab, join(lab.root, 'canaries'));
      const { status, stderr } = await lab.run(['run', '--all']);
      assert.equal(status, 1, stderr);
      const found = lab.events().filter((event): event is Found => event.kind === 'fact-found');
      const told = (ordinal?: number): readonly string[] =>
        found.filter((event) => event.ordinal === ordinal).map(({ fact }) => describeFact(fact));
      assert.deepEqual(told(0), [], 'a green test has none');
      assert.deepEqual(told(1), [
        'exchange service GET /ok?key=[redacted] answered 200',
        'exchange service POST /bad error 500',
        'log service stack TypeError: no snapshot of video0 (at service.cjs:3)',
        'log service error {"level":"error","msg":"snapshot failed for [redacted]"}',
      ]);
      assert.deepEqual(told(2), ['exchange service GET /mute silent']);
      assert.deepEqual(told(3), ['exchange - GET /health refused ECONNREFUSED']);
      assert.deepEqual(told(), ['probe service ready', 'host-load']);
      const [stack] = found.map(({ fact }) => fact).filter((fact) => fact.kind === 'log');
      const quoted = lab.report(stack?.file ?? '').split('\n')[(stack?.line ?? 0) - 1];
      assert.match(quoted ?? '', /TypeError: no snapshot/u);
    }),
  );

  it(
    'hold no secret, in whatever form a suite sends it',
    inLab(async (lab) => {
      const canaries = join(lab.root, 'canaries');
      configure(lab, canaries);
      const { stdout, stderr } = await lab.run(['run', '--all', '-g', 'fails']);
      const key = readFileSync(canaries, 'utf8');
      const texts = new Map([...readAllFiles(lab.reports), ['stdout', stdout], ['stderr', stderr]]);
      assert.match([...texts.values()].join(''), /"auth_token\\":\\"\[redacted\]/u);
      const base64 = Buffer.from(key).toString('base64');
      for (const canary of [key, base64, encodeURIComponent(key), 'canary-of-nobody']) {
        const where = [...texts].filter(([, text]) => text.includes(canary)).map(([name]) => name);
        assert.deepEqual(where, [], `${canary} stands there`);
      }
    }),
  );

  it(
    'tell whom a test waited for, and that it did not even read what was sent',
    inLab(async (lab) => {
      lab.write('deaf.cjs', DEAF);
      lab.write('waits.mjs', WAITS);
      lab.configure({
        components: { service: { ...COMPONENT, command: ['node', 'deaf.cjs'] } },
        suites: [
          { name: 'waits', engine: 'mocha', files: ['waits.mjs'], lane: 'unit', requires: ['service'], timeout: '6s' },
          exec('sleeps', ['sleep', '60'], { timeout: '1s' }),
        ],
      });
      const { stderr } = await lab.run(['run', '--all']);
      const hangs = lab.events().flatMap((event) => (event.kind === 'fact-found' ? [event] : []));
      const told = hangs.flatMap(({ ordinal, fact }) => (fact.kind === 'hang' ? [{ ordinal, fact }] : []));
      const waits = told.find(({ fact }) => fact.peers.length > 0);
      assert.equal(waits?.ordinal, 0, stderr);
      assert.equal(waits.fact.doing, 'waits');
      const [peer] = waits.fact.peers;
      assert.equal(peer?.component, 'service');
      assert.ok(peer.unreadByPeer > 0, JSON.stringify(peer));
      const asleep = told.find(({ fact }) => fact.program === 'sleep 60')?.fact;
      assert.deepEqual([asleep?.doing, asleep?.peers], ['waits', []]);
    }),
  );

  it(
    'are none when all is green',
    inLab(async (lab) => {
      configure(lab, join(lab.root, 'canaries'));
      const { status, stderr } = await lab.run(['run', '--all', '-g', 'answers']);
      assert.equal(status, 0, stderr);
      const kinds = lab.events().map(({ kind }) => kind);
      assert.ok(kinds.includes('test-ended') && !kinds.includes('fact-found'));
    }),
  );
});
