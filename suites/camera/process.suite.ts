import {
  cite,
  connectRpc,
  eventually,
  isAlive,
  openHttp,
  playFile,
  readRecipe,
  readTree,
  startTwin,
  world,
} from 'reality-harness/kit';
import type { ExitFacts, StartRecipe, Twin } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { waitForCamera } from './cameras.ts';
import { RECOVERED_MS, SOON_MS, STOPPED_MS } from './limits.ts';
import { letMediaPass, probeRecording, recordingPath, startRecording } from './recordings.ts';
import { authenticate, connect, server, service, servicePid, token } from './service.ts';

const PREFIX = 'CAMERA_SERVICE_';

/**
 * The service as a program: started by this suite itself, from the recipe of the one that the world started, whose ports it takes
 * over. So its exit code can be seen, and its settings can be wrong.
 */
describe('the service as a program', () => {
  let recipe: StartRecipe | undefined;

  before(async function () {
    const pid = await servicePid(this);
    recipe = readRecipe(pid);
    await world().control.stop('service');
  });

  const start = (changes: Readonly<Record<string, string | undefined>> = {}): Twin => {
    assert.ok(recipe, 'the recipe of the service could not be read');
    return startTwin(recipe, changes);
  };

  describe('settings that cannot be', () => {
    for (const [variable, value] of [
      ['SERVER_PORT', 'banana'],
      ['SERVER_PORT', '70000'],
      ['HEALTH_PORT', '-1'],
      ['MEDIAMTX_API_PORT', 'x9997'],
      ['RATE_RPM', 'many'],
      ['CAMERA_POLL_INTERVAL', 'soon'],
      ['CAMERA_POLL_INTERVAL', '2'],
    ] as const) {
      it(
        cite(
          `${variable}=${value} is refused by name, with exit code 2`,
          variable === 'CAMERA_POLL_INTERVAL' && value === '2' ? 'REQ-CONFIG-007' : 'REQ-CONFIG-004',
        ),
        async () => {
          await using twin = start({ [`${PREFIX}${variable}`]: value });
          expectRefused(twin, await ended(twin), variable);
        },
      );
    }

    it(
      cite('a device directory that is not there is refused by name, with exit code 2', 'REQ-CONFIG-005'),
      async () => {
        await using twin = start({ [`${PREFIX}CAMERA_DEVICE_DIR`]: join(world().dir('devices'), 'nowhere') });
        expectRefused(twin, await ended(twin), 'CAMERA_DEVICE_DIR');
      },
    );

    it(cite('two equal ports are refused by name, with exit code 2', 'REQ-CONFIG-006'), async () => {
      await using twin = start({ [`${PREFIX}HEALTH_PORT`]: String(service().listensOn('ws')) });
      const exit = await ended(twin);
      assert.equal(exit.code, 2, describeExit(twin, exit));
      assert.match(twin.said(), /HEALTH_PORT|SERVER_PORT/u);
    });
  });

  describe('surroundings that cannot be', () => {
    it(cite('without a MediaMTX that answers it says so and ends with 1', 'REQ-SVC-002'), async () => {
      // The port of health is free while the service is stopped, and nobody answers there.
      await using twin = start({ [`${PREFIX}MEDIAMTX_API_PORT`]: String(await freePort()) });
      const exit = await ended(twin);
      assert.equal(exit.code, 1, describeExit(twin, exit));
      assert.match(twin.said(), /mediamtx/iu, 'MediaMTX is not spoken of');
      assert.ok(exit.afterMs < 3000 + RECOVERED_MS, `it took ${Math.round(exit.afterMs)} ms`);
    });

    for (const name of ['ws', 'health'] as const) {
      it(cite(`with its port for ${name} taken it says so and ends with 1`, 'REQ-SVC-003'), async () => {
        const port = service().listensOn(name);
        const holder = await holdPort(port, service().host);
        try {
          await using twin = start();
          const exit = await ended(twin);
          assert.equal(exit.code, 1, describeExit(twin, exit));
          assert.ok(
            twin.said().includes(String(port)) || /in use|taken/iu.test(twin.said()),
            `port ${port} is not spoken of: ${twin.said()}`,
          );
        } finally {
          await holder();
        }
      });
    }
  });

  describe('a polite end', () => {
    it(
      cite(
        'in the middle of recordings: exit code 0 in time, files that play, paths and children gone',
        'REQ-SVC-004',
        'REQ-SVC-005',
        'REQ-SVC-006',
        'REQ-SVC-007',
      ),
      async () => {
        await using twin = start();
        const filenames = await recordBoth(twin);
        const tree = readTree(twin.pid);
        const exit = await terminate(twin);
        assert.equal(exit.code, 0, describeExit(twin, exit));
        assert.ok(exit.tookMs < STOPPED_MS, `it took ${Math.round(exit.tookMs)} ms`);
        const left = tree.filter(isAlive).map((facts) => `${facts.name} (${facts.pid})`);
        assert.deepEqual(left, [], 'processes of the service are left');
        await expectPaths({ camera0: false, camera1: false });
        for (const filename of filenames) {
          const file = await probeRecording(filename);
          assert.ok(file.durationS > 0.3, `${file.durationS} s of media in ${filename}`);
          await playFile(recordingPath(filename));
        }
      },
    );

    it(
      cite(
        'a path that was there before is used, and is there afterwards',
        'REQ-MTX-002',
        'REQ-MTX-003',
        'REQ-SVC-006',
      ),
      async () => {
        await server().addPath('camera0');
        await using twin = start();
        await ready(twin);
        await using client = await connectRpc(service().url('ws'));
        await waitForCamera(client, 'video0', 'CONNECTED');
        await expectPaths({ camera0: true, camera1: true });
        const exit = await terminate(twin);
        assert.equal(exit.code, 0, describeExit(twin, exit));
        await expectPaths({ camera0: true, camera1: false });
        await server().deletePath('camera0');
      },
    );
  });
});

async function recordBoth(twin: Twin): Promise<readonly string[]> {
  await ready(twin);
  await using client = await connect();
  await authenticate(client, token('operator'));
  const started: string[] = [];
  for (const entry of ['video0', 'video1']) {
    const { filename } = await eventually(() => startRecording(client, entry), {
      what: `a recording of ${entry}`,
      withinMs: RECOVERED_MS,
    });
    started.push(filename);
  }
  await letMediaPass('video1', 3);
  return started;
}

/** Waits until the service is ready, or fails with its words when it has ended instead. */
async function ready(twin: Twin): Promise<void> {
  const up = eventually(
    async () => assert.equal((await openHttp(`${service().url('health')}/health/ready`)).status, 200),
    { what: 'the service ready', withinMs: 15_000 },
  );
  await Promise.race([up, twin.exited.then((exit) => assert.fail(describeExit(twin, exit)))]);
}

/** Waits for the end of a service that cannot start. */
async function ended(twin: Twin): Promise<ExitFacts> {
  let exit: ExitFacts | undefined;
  void twin.exited.then((facts) => (exit = facts));
  return eventually(
    () => {
      assert.ok(exit, `it runs; it said: ${twin.said().slice(-500)}`);
      return exit;
    },
    { what: 'the end of a service that cannot start', withinMs: 3000 + RECOVERED_MS },
  );
}

function expectRefused(twin: Twin, exit: ExitFacts, variable: string): void {
  assert.equal(exit.code, 2, describeExit(twin, exit));
  assert.ok(twin.said().includes(variable), `${variable} is not named: ${twin.said().slice(-500)}`);
}

async function terminate(twin: Twin): Promise<ExitFacts & { readonly tookMs: number }> {
  const sentMs = performance.now();
  twin.signal('SIGTERM');
  const exit = await ended(twin);
  return { ...exit, tookMs: performance.now() - sentMs };
}

function describeExit(twin: Twin, exit: ExitFacts): string {
  return `it ended with ${exit.signal ?? exit.code} after ${Math.round(exit.afterMs)} ms and said: ${twin.said().slice(-500)}`;
}

async function expectPaths(expected: Readonly<Record<string, boolean>>): Promise<void> {
  await eventually(
    async () => {
      const paths = await server().configuredPaths();
      for (const [name, there] of Object.entries(expected))
        assert.equal(paths.includes(name), there, `paths: ${paths.join(', ') || 'none'}`);
    },
    { what: `paths ${JSON.stringify(expected)}`, withinMs: SOON_MS },
  );
}

/** Listens on a port as a stranger does; returns how to let it go. */
async function holdPort(port: number, host: string): Promise<() => Promise<void>> {
  const holder = createServer();
  await new Promise<void>((resolve, reject) => {
    holder.once('error', reject);
    holder.listen(port, host, resolve);
  });
  return async () => {
    await new Promise((resolve) => holder.close(resolve));
  };
}

/** A port at which nobody listens: bound for a moment, then let go. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}
