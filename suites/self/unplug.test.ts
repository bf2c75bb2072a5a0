import assert from 'node:assert/strict';
import type { Unplugged } from '#domain';
import { inLab } from './lab.ts';
import type { Lab } from './lab.ts';

// Orders asks stock; it says so when stock does not answer.
const STOCK = `
require('http').createServer((_, reply) => reply.end('{"items":3}')).listen(process.env.PORT, '127.0.0.1')`;
const ORDERS = `
const { createServer, get } = require('http');
createServer((request, reply) => {
  if (request.url === '/health') return reply.end('ok');
  const fail = () => { reply.statusCode = 502; reply.end('stock does not answer'); };
  get({ host: '127.0.0.1', port: process.env.STOCK_PORT, agent: false }, (stock) => stock.pipe(reply)).on('error', fail);
}).listen(process.env.PORT, '127.0.0.1')`;

const HONEST = `
const assert = require('assert');
it('is there', async () => {
  assert.equal((await fetch(process.env.ORDERS + '/health')).status, 200);
});
it('counts what stock has', async () => {
  const reply = await fetch(process.env.ORDERS + '/orders');
  assert.deepEqual(await reply.json(), { items: 3 });
});`;
// Touches all of it, and looks at nothing.
const CARELESS = `
it('asks for orders', async () => {
  await fetch(process.env.ORDERS + '/orders').then((reply) => reply.text()).catch(() => undefined);
});`;

function service(name: string, script: string, more: object = {}): object {
  return {
    kind: 'service',
    command: [process.execPath, '-e', script],
    ports: ['http'],
    urls: { http: `http://\${${name}.host}:\${${name}.ports.http}` },
    env: { PORT: `\${${name}.ports.http}`, ...more },
    ready: [{ tcp: `\${${name}.host}:\${${name}.ports.http}` }],
  };
}

function configure(lab: Lab, more: object = {}): void {
  const suite = (name: string, text: string): object => ({
    name,
    engine: 'mocha',
    files: [lab.write(`${name}.cjs`, text)],
    lane: 'system',
    requires: ['orders'],
    contact: { orders: 'L3', 'orders>stock': 'L3' },
    env: { ORDERS: '${orders.urls.http}' },
  });
  lab.configure({
    components: {
      stock: service('stock', STOCK),
      orders: { ...service('orders', ORDERS, { STOCK_PORT: '${stock.ports.http}' }), requires: ['stock'] },
    },
    suites: [suite('honest', HONEST), suite('careless', CARELESS)],
    ...more,
  });
}

function unplugged(lab: Lab): readonly Unplugged[] {
  return lab.events().flatMap((event) => (event.kind === 'unplugged' ? [event.unplugged] : []));
}

describe('--unplug', () => {
  it(
    'tells the suite that would miss what it touches from the one that would not, and turns nothing red',
    inLab(async (lab) => {
      configure(lab);
      const { status, stderr } = await lab.run(['run', '--unplug']);
      assert.equal(status, 0, stderr);
      assert.deepEqual(
        unplugged(lab).map(({ suite, edge, result, stillPassed, executed }) => [
          suite,
          edge,
          result,
          stillPassed,
          executed,
        ]),
        [
          ['honest', 'orders', 'needs-it', [], 2],
          ['honest', 'orders>stock', 'needs-it', ['honest::is there'], 2],
          ['careless', 'orders', 'does-not-need-it', ['careless::asks for orders'], 1],
          ['careless', 'orders>stock', 'does-not-need-it', ['careless::asks for orders'], 1],
        ],
      );
      for (const { refusal } of unplugged(lab)) assert.match(refusal, /ECONNREFUSED 127\.0\.0\.1:\d+/u);
      const { suites, causes, decision } = lab.assessment();
      assert.deepEqual(
        suites.map(({ name, outcome }) => [name, outcome]),
        [
          ['honest', 'passed'],
          ['careless', 'passed'],
        ],
      );
      assert.equal(decision, 'CONDITIONAL');
      const titles = causes.filter(({ rules }) => rules.includes('unplugged-pass')).map(({ title }) => title);
      assert.deepEqual(titles.toSorted(), [
        'careless passes with orders refused: it does not need what lies behind it',
        'careless passes with orders>stock refused: it does not need what lies behind it',
      ]);
      assert.match(
        stderr,
        /unplugged: careless without orders: does not need it \(1 of 1 tests passed all the same\)/u,
      );
      const report = lab.report('assessment.md');
      assert.match(report, /\| `honest` \| `orders>stock` \| needs it \| 1 of 2: `honest::is there` \|/u);
      assert.match(report, /\| `careless` \| `orders` \| \*\*does not need it\*\* \|/u);
    }),
  );

  it(
    'takes single edges, warns of one that nobody declares, and is a gate where it is made one',
    inLab(async (lab) => {
      configure(lab, { gates: { unplugged: 0 } });
      const { status, stderr } = await lab.run(['run', 'careless', '--unplug-edge', 'orders>stock', 'stock']);
      assert.deepEqual(
        unplugged(lab).map(({ suite, edge, result }) => [suite, edge, result]),
        [['careless', 'orders>stock', 'does-not-need-it']],
      );
      assert.match(stderr, /no suite that passed declares the edge stock/u);
      assert.equal(status, 1);
      const gate = lab.assessment().gates.find(({ name }) => name === 'unplugged');
      assert.equal(gate?.formula, '1 > 0, of 1 edge refused');
    }),
  );

  it(
    'says what had no turn in its time',
    inLab(async (lab) => {
      configure(lab);
      await lab.run(['run', 'honest', '--unplug', '--unplug-limit', '1ms']);
      const [, last] = unplugged(lab);
      assert.equal(last?.result, 'not-done');
      assert.match(lab.report('assessment.md'), /`honest` without `orders>stock`: the time for unplugging was over/u);
    }),
  );
});
