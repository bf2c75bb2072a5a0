import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { openTapHub } from '#contact';
import type { Row } from './row.ts';

const ECHO = `require('node:net').createServer({ noDelay: true }, (c) => { c.on('error', () => {}); c.pipe(c); })
  .listen(0, '127.0.0.1', function () { console.log(this.address().port); })`;
const TIMES = 300;
const LIMIT_MS = 0.2;

export const tap: Row = {
  name: 'tap',
  what: 'what a relay adds to a round trip of 200 bytes',
  target: '≤ 0.2 ms p50',
  how: 'one open connection to a program that sends back what it gets, straight and through a relay in turn; 300 round trips each.',
  measure: async ({ rounds }) => {
    const echo = spawn(process.execPath, ['-e', ECHO], { stdio: ['ignore', 'pipe', 'inherit'] });
    const hub = openTapHub();
    try {
      const targetPort = Number(String(await once(echo.stdout, 'data')));
      const listenPort = await freePort();
      const base = { key: 'tap', world: 'bench', edge: 'echo', component: 'echo', portName: 'main', isShared: false };
      await hub.open([{ ...base, host: '127.0.0.1', listenPort, targetPort }]);
      await hub.look('bench');
      const [straight, relayed]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds * 3; round += 1) {
        straight.push(...(await timeTrips(targetPort)));
        relayed.push(...(await timeTrips(listenPort)));
      }
      const addedMs = medianOf(relayed) - medianOf(straight);
      const value = `${addedMs.toFixed(3)} ms: ${medianOf(straight).toFixed(3)} ms straight, ${medianOf(relayed).toFixed(3)} ms through it`;
      return { value, met: addedMs <= LIMIT_MS };
    } finally {
      echo.kill('SIGKILL');
      await hub.close();
    }
  },
};

async function timeTrips(port: number): Promise<readonly number[]> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const tookMs: number[] = [];
  for (let trip = 0; trip < TIMES; trip += 1) {
    const startedMs = performance.now();
    socket.write('x'.repeat(200));
    await once(socket, 'data');
    tookMs.push(performance.now() - startedMs);
  }
  socket.destroy();
  return tookMs;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
