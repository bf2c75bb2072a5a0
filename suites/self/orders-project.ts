import type { Lab } from './lab.ts';

// A service that asks another one, and suites that differ in how much of it they touch and look at.

const STOCK = `
require('http').createServer((_, reply) => reply.end('{"items":3}')).listen(process.env.PORT, '127.0.0.1')`;
const ORDERS = `
const { createServer, get } = require('http');
createServer((request, reply) => {
  if (request.url === '/health') return reply.end('ok');
  const fail = () => { reply.statusCode = 502; reply.end('stock does not answer'); };
  get({ host: '127.0.0.1', port: process.env.STOCK_PORT, agent: false }, (stock) => stock.pipe(reply)).on('error', fail);
}).listen(process.env.PORT, '127.0.0.1')`;

const SUITES = {
  honest: `
const assert = require('assert');
it('is there', async () => {
  assert.equal((await fetch(process.env.ORDERS + '/health')).status, 200);
});
it('counts what stock has', async () => {
  const reply = await fetch(process.env.ORDERS + '/orders');
  assert.deepEqual(await reply.json(), { items: 3 });
});`,
  // Touches all of it, and looks at nothing.
  careless: `
it('asks for orders', async () => {
  await fetch(process.env.ORDERS + '/orders').then((reply) => reply.text()).catch(() => undefined);
});`,
  // Knocks, and says nothing.
  knocks: `
it('connects', async () => {
  const { hostname, port } = new URL(process.env.ORDERS);
  await new Promise((resolve, reject) => {
    const socket = require('net').connect({ host: hostname, port }, () => socket.end());
    // The other side has taken it and let it go again: nobody can have missed it.
    socket.resume().on('close', resolve).on('error', reject);
  });
});`,
  // Answers itself.
  fakes: `
const assert = require('assert');
it('counts what it made up', async () => {
  globalThis.fetch = async () => ({ json: async () => ({ items: 3 }) });
  assert.deepEqual(await (await fetch(process.env.ORDERS + '/orders')).json(), { items: 3 });
});`,
  // Has it done by a child that lost the guard.
  loose: `
const { spawn } = require('child_process');
it('asks by a child', async () => {
  const script = 'fetch(process.argv[1]).then(() => setTimeout(() => {}, 600))';
  const child = spawn(process.execPath, ['-e', script, process.env.ORDERS + '/orders'], { env: {} });
  await new Promise((resolve) => child.on('exit', resolve));
});`,
} as const;

export type OrdersSuite = keyof typeof SUITES;

/** Writes a project with the given suites; each declares that orders is asked, and orders asks stock. */
export function configureOrders(lab: Lab, names: readonly OrdersSuite[], more: object = {}): void {
  lab.configure({
    components: {
      stock: service('stock', STOCK),
      orders: { ...service('orders', ORDERS, { STOCK_PORT: '${stock.ports.http}' }), requires: ['stock'] },
    },
    suites: names.map((name) => ({
      name,
      engine: 'mocha',
      files: [lab.write(`${name}.cjs`, SUITES[name])],
      lane: 'system',
      requires: ['orders'],
      contact: name === 'knocks' ? { orders: 'L3' } : { orders: 'L3', 'orders>stock': 'L3' },
      env: { ORDERS: '${orders.urls.http}' },
    })),
    ...more,
  });
}

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
