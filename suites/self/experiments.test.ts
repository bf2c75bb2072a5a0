import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Experiment } from '#domain';
import { ROOT, inLab } from './lab.ts';
import type { Lab } from './lab.ts';

const KIT = join(ROOT, 'dist', 'src', 'kit', 'index.js');

const ORDER = `
let left;
describe('order', () => {
  it('leaves something behind', () => { left = 'crumbs'; });
  it('finds a clean table', () => { if (left !== undefined) throw new Error('there are ' + left); });
});
`;

const SHORT = `
describe('limit', () => {
  it('needs a while', async function () {
    this.timeout(250);
    await new Promise((resolve) => setTimeout(resolve, 500));
  });
});
`;

/** The limit stands in the test: nobody can raise it from outside. */
const OWN_LIMIT = `
const { test } = require('node:test');
test('needs a while', { timeout: 250 }, () => new Promise((resolve) => setTimeout(resolve, 1000)));
`;

const SERVICE = `
require('node:http').createServer((request, response) => {
  response.writeHead(request.url === '/bad' ? 503 : 200, { 'content-type': 'application/json' });
  response.end('{"seen":' + Date.now() + '}');
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

const ASKS = `
import { openHttp, world } from ${JSON.stringify(KIT)};
describe('asks', () => {
  it('for what the service refuses', async () => {
    const { status } = await openHttp(world().component('service').url('http') + '/bad');
    if (status !== 200) throw new Error('status ' + status);
  });
});
`;

/** Remembers for each connection what was asked on it: an answer depends on what went before. */
const RPC_SERVICE = `
const { WebSocketServer } = require(${JSON.stringify(join(ROOT, 'node_modules', 'ws'))});
const server = new WebSocketServer({ port: Number(process.env.PORT), host: '127.0.0.1', path: '/ws' });
server.on('connection', (socket) => {
  let opened = false;
  socket.on('message', (data) => {
    const { id, method, params } = JSON.parse(String(data));
    if (method === 'open') opened = true;
    const error = { code: opened ? -32050 : -32001, message: 'no camera ' + id };
    if (method === 'take') return void socket.send(JSON.stringify({ jsonrpc: '2.0', id, error }));
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: params }));
  });
});
`;

const RPC_ASKS = `
import { connectRpc, world } from ${JSON.stringify(KIT)};
describe('rpc', () => {
  let rpc;
  before(async () => { rpc = await connectRpc(world().component('service').url('ws')); });
  after(async () => { await rpc.close(); });
  it('takes a picture', async () => { await rpc.call('open', { camera: 0 }); await rpc.call('take', {}); });
  it('signs', async () => { await rpc.call('open', { auth_token: 'secret-of-the-test' }); await rpc.call('take', {}); });
});
`;

const suite = (name: string, file: string, more: object = {}): object => ({
  name,
  engine: 'mocha',
  files: [file],
  lane: 'unit',
  ...more,
});

const SERVICE_COMPONENT = {
  kind: 'service',
  command: ['node', 'service.cjs'],
  ports: ['http'],
  urls: { http: 'http://${service.host}:${service.ports.http}' },
  env: { PORT: '${service.ports.http}' },
  ready: [{ http: '${service.urls.http}/', status: 200 }],
};

function configure(lab: Lab, experiments: object): void {
  lab.write('service.cjs', SERVICE);
  lab.write('asks.mjs', ASKS);
  lab.write('order.cjs', ORDER);
  lab.write('short.cjs', SHORT);
  lab.configure({
    components: { service: SERVICE_COMPONENT },
    suites: [
      suite('order', 'order.cjs'),
      suite('short', 'short.cjs'),
      suite('asks', 'asks.mjs', { requires: ['service'] }),
    ],
    experiments,
  });
}

const made = (lab: Lab): readonly Experiment[] =>
  lab.events().flatMap((event) => (event.kind === 'experiment-made' ? [event.experiment] : []));

const ON = { REALITY_OPT_EXPERIMENTS: 'all' };

describe('experiments', () => {
  it(
    'find what depends on other tests, what had too little time, and what another client meets as well',
    inLab(async (lab) => {
      configure(lab, { budget: '5m' });
      const { status, stderr } = await lab.run(['run', '--all', '--seed', 's1'], { env: ON });
      assert.equal(status, 1, stderr);
      const told = new Map(made(lab).map((one) => [`${one.experiment} of ${one.test}`, one]));
      const resultOf = (name: string): string | undefined => told.get(name)?.result;
      assert.equal(resultOf('rerun-alone of order::order > finds a clean table'), 'passed');
      assert.equal(resultOf('longer-limit of short::limit > needs a while'), 'passed');
      assert.equal(resultOf('rerun-alone of short::limit > needs a while'), 'same');
      assert.equal(resultOf('rerun-alone of asks::asks > for what the service refuses'), 'same');
      assert.equal(resultOf('replay of asks::asks > for what the service refuses'), 'same');
      for (const { note, seed, costMs, command } of told.values()) {
        assert.ok(note !== '' && costMs > 0 && command.startsWith('reality '), note);
        assert.equal(seed, 's1');
      }
      assert.match(stderr, /experiment 1 of 5: /u);
      // The verdicts of the suites are those of the run, and the journal ends as ever.
      assert.equal(lab.suite('order').attempts.length, 1);
      assert.equal(lab.events().at(-1)?.kind, 'run-ended');
    }),
  ).timeout(120_000);

  it(
    'say that a limit was not raised that is written in the test',
    inLab(async (lab) => {
      lab.write('own.cjs', OWN_LIMIT);
      lab.configure({ suites: [suite('own', 'own.cjs', { engine: 'node-test' })], experiments: { budget: '2m' } });
      const { status, stderr } = await lab.run(['run', '--all'], { env: ON });
      assert.equal(status, 1, stderr);
      const longer = made(lab).find(({ experiment }) => experiment === 'longer-limit');
      assert.equal(longer?.result, 'not-done');
      assert.match(longer.note, /^its own limit of 250 ?ms is written in the test: timed-out, /u);
    }),
  ).timeout(120_000);

  it(
    'replay a conversation as it went, and none that holds a secret',
    inLab(async (lab) => {
      lab.write('service.cjs', RPC_SERVICE);
      lab.write('rpc.mjs', RPC_ASKS);
      const urls = { ws: 'ws://${service.host}:${service.ports.ws}/ws' };
      const env = { PORT: '${service.ports.ws}' };
      const ready = [{ websocket: '${service.urls.ws}' }];
      lab.configure({
        components: { service: { ...SERVICE_COMPONENT, ports: ['ws'], urls, env, ready } },
        suites: [suite('rpc', 'rpc.mjs', { requires: ['service'] })],
        experiments: { budget: '5m' },
      });
      const replayOf = async (title: string): Promise<Experiment | undefined> => {
        const { stderr } = await lab.run(['run', '--all', '-g', title], { env: ON });
        assert.ok(made(lab).length > 0, stderr);
        return made(lab).find(({ experiment }) => experiment === 'replay');
      };
      const taken = await replayOf('takes');
      // The code says that the conversation was repeated from its beginning.
      assert.equal(taken?.result, 'same', taken?.note);
      assert.match(taken.note, /error -32050/u);
      const signed = await replayOf('signs');
      assert.equal(signed?.result, 'not-done');
      assert.match(signed.note, /carries a secret/u);
    }),
  ).timeout(120_000);

  it(
    'are not made when their budget does not hold them, and say so',
    inLab(async (lab) => {
      configure(lab, { budget: '1ms' });
      await lab.run(['run', 'order'], { env: ON });
      const [one] = made(lab);
      assert.equal(one?.result, 'not-done');
      assert.match(one?.note ?? '', /budget of 1 ms/u);
    }),
  );

  it(
    'are not made when they are switched off, nor when all is green',
    inLab(async (lab) => {
      configure(lab, {});
      await lab.run(['run', 'order', '--experiments', 'off'], { env: { REALITY_OPT_EXPERIMENTS: 'all' } });
      assert.deepEqual(made(lab), []);
      await lab.run(['run', 'order', '-g', 'leaves something'], { env: ON });
      assert.deepEqual(made(lab), []);
    }),
  );

  it(
    'end at once with the run that is interrupted',
    inLab(async (lab) => {
      lab.write('slow.cjs', "it('hangs', () => new Promise(() => setTimeout(() => undefined, 3000).unref()));");
      lab.write('hangs.cjs', "it('hangs', function (done) { this.timeout(1500); setTimeout(done, 60000); });");
      lab.configure({ suites: [suite('hangs', 'hangs.cjs')] });
      const running = lab.start(['run', '--all'], { env: ON });
      await running.said('experiment 1 of 2');
      running.kill('SIGINT');
      const { status, tookMs } = await running.ended;
      assert.equal(status, 130);
      assert.ok(tookMs < 60_000);
      const kinds = lab.events().map(({ kind }) => kind);
      assert.equal(kinds.at(-1), 'run-ended');
      assert.deepEqual(
        made(lab).map(({ result }) => result),
        ['not-done'],
      );
    }),
  );
});
