import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { PROGRAMS, exec, inLab } from './lab.ts';
import type { Lab, Running } from './lab.ts';

/** Takes the port a moment after its lease, when a stranger may already have it. */
const SLOW_LISTENER = `
setTimeout(() => require('node:net').createServer().listen(+process.env.PORT, '127.0.0.1'), 400);
`;

/** A server of this process: for the run it is a stranger. */
async function listen(port: number): Promise<Server> {
  const server = createServer((_request, response) => response.end('a stranger'));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

function configure(lab: Lab, service: object): void {
  lab.configure({
    components: { service: { kind: 'service', ...service } },
    suites: [exec('one', ['true'], { requires: ['service'] })],
  });
}

async function leasedPort(running: Running): Promise<number> {
  const event = await running.event(({ kind }) => kind === 'port-leased', 'a leased port');
  assert.ok(event.kind === 'port-leased');
  return event.port;
}

describe('a stranger', () => {
  it(
    'that holds a pinned port is named, with its process, and nobody else is blamed',
    inLab(async (lab) => {
      const stranger = await listen(0);
      try {
        const port = portOf(stranger);
        configure(lab, { command: ['node', '-e', SLOW_LISTENER], ports: { main: port }, env: { PORT: String(port) } });
        const { status, stdout } = await lab.run(['run', '--all']);
        assert.equal(status, 1, stdout);
        const [cause] = lab.assessment().causes;
        assert.equal(cause?.heading, 'TEST_ARTIFACT');
        assert.match(cause.title, new RegExp(`port ${port} .*held by .*${process.pid}`, 'u'));
        assert.equal(lab.suite('one').outcome, 'blocked');
      } finally {
        stranger.close();
      }
    }),
  );

  it(
    'that takes a leased port before the service has it costs another lease, not a verdict',
    inLab(async (lab) => {
      configure(lab, {
        command: ['node', '-e', SLOW_LISTENER],
        ports: ['main'],
        env: { PORT: '${service.ports.main}' },
      });
      const running = lab.start(['run', '--all']);
      const stranger = await listen(await leasedPort(running));
      try {
        const { status, stderr } = await running.ended;
        assert.equal(status, 0, stderr);
        const events = lab.events();
        const lost = events.filter((event) => event.kind === 'port-lost');
        assert.deepEqual(
          lost.map(({ port, component }) => ({ port, component })),
          [{ port: portOf(stranger), component: 'service' }],
        );
        assert.match(lost[0]?.holder ?? '', new RegExp(`${process.pid}`, 'u'));
        assert.equal(events.filter(({ kind }) => kind === 'port-leased').length, 2);
        assert.deepEqual(lab.assessment().causes, []);
      } finally {
        stranger.close();
      }
    }),
  );

  it(
    'that answers in the place of the service never counts for it, and is named',
    inLab(async (lab) => {
      configure(lab, {
        command: ['node', join(PROGRAMS, 'never-ready.js')],
        ports: ['main'],
        env: { PORT: '${service.ports.main}' },
        ready: [{ http: 'http://127.0.0.1:${service.ports.main}/', status: 200 }],
        readyTimeoutMs: 3000,
      });
      const running = lab.start(['run', '--all']);
      const stranger = await listen(await leasedPort(running));
      try {
        const { status } = await running.ended;
        assert.equal(status, 1);
        assert.equal(lab.suite('one').outcome, 'blocked');
        const [incident] = lab.assessment().incidents.map((each) => each.incident);
        assert.ok(incident?.kind === 'component-not-ready' || incident?.kind === 'foreign-answer');
        const told = `${incident.text} ${JSON.stringify(incident.facts)}`;
        assert.match(told, new RegExp(`answers, but it belongs to .*${process.pid}`, 'u'));
      } finally {
        stranger.close();
      }
    }),
  );
});
