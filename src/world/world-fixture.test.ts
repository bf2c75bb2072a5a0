// What the tests of this module start their worlds with: the real tools, a private folder, every event kept.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MARKER_NAME, identifyProcess, listListeners, openProcessRegistry, startWatchdog, waitUntil } from '#child';
import { KINDS, describeMissingProgram, findServerProgram } from '#component';
import type {
  ComponentSpec,
  ControlReply,
  ControlRequest,
  ProcessIdentity,
  RunEvent,
  WorldFileComponent,
} from '#domain';
import { testEnvironment, testTools } from '../../fixtures/tools/tools.ts';
import { startWorld } from './start-world.ts';
import type { World, WorldContext, WorldRequest } from './types.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

export const environment: ReturnType<typeof testEnvironment> = testEnvironment();

/** As config would make it from a component's lines. */
export function makeSpec(name: string, kind: string, raw: object, more: Partial<ComponentSpec> = {}): ComponentSpec {
  const known = KINDS[kind];
  assert.ok(known);
  const options = known.schema.parse(raw);
  const place = { file: 'reality.yaml', line: 1, column: 1 };
  return { name, kind, requires: [], autostart: true, options, declares: known.declare(options), place, ...more };
}

/** A service that is a few lines of JavaScript; `port` and `listen(handler)` are there for it. */
export function makeNodeService(
  name: string,
  code: string,
  raw: object = {},
  more: Partial<ComponentSpec> = {},
): ComponentSpec {
  const prelude = `const http = require('node:http'); const port = Number(process.env.PORT);
    const listen = (handler = (q, r) => r.end('ok')) => http.createServer(handler).listen(port, '127.0.0.1');\n`;
  const base = {
    command: [process.execPath, '-e', prelude + code],
    ports: ['http'],
    env: { PORT: `\${${name}.ports.http}` },
    ready: [{ http: `http://\${${name}.host}:\${${name}.ports.http}/` }],
  };
  return makeSpec(name, 'service', { ...base, ...raw }, more);
}

export interface TestRun {
  readonly events: RunEvent[];
  readonly folder: string;
  readonly context: WorldContext;
  readonly start: (
    components: readonly ComponentSpec[],
    request?: Partial<WorldRequest>,
    signal?: AbortSignal,
  ) => Promise<World>;
  readonly close: () => Promise<void>;
}

/** A run without a runner. `close` stops every world and proves that nothing is left. */
export async function openTestRun(change: Partial<WorldContext> = {}): Promise<TestRun> {
  const folder = await mkdtemp(join(tmpdir(), 'world-test-'));
  const tmpRoot = join(folder, 'tmp');
  await mkdir(tmpRoot);
  const marker = `${MARKER_NAME}=test-${environment.randomHex(4)}`;
  const registry = openProcessRegistry({ environment });
  const watchdog = startWatchdog({ environment, marker });
  const events: RunEvent[] = [];
  const worlds: World[] = [];
  const closing = new AbortController();
  const starts: Promise<unknown>[] = [];
  const context: WorldContext = {
    environment,
    emit: (event) => events.push(event),
    kinds: KINDS,
    tools: await testTools(),
    registry,
    watchdog,
    limits: { maxOutputBytes: 64 * 1024 * 1024, maxMemoryBytes: 2 ** 32, maxProcesses: 200, graceMs: 2000 },
    tmpRoot,
    projectRoot: folder,
    logDir: join(folder, 'logs'),
    marker,
    ...change,
  };
  return {
    events,
    folder,
    context,
    start: async (components, request = {}, signal = new AbortController().signal) => {
      const id = `w${worlds.length + 1}`;
      const whole = { id, runId: 'test', components, envOverrides: {}, suites: ['suite'], ...request };
      const patience = {
        signal: AbortSignal.any([signal, closing.signal]),
        deadlineMs: environment.monotonicMs() + 60_000,
      };
      const starting = startWorld(whole, context, patience);
      starts.push(starting);
      const world = await starting;
      worlds.push(world);
      world.serve('suite');
      return world;
    },
    close: async () => {
      // A test that failed meanwhile may not have waited for its world.
      closing.abort();
      await Promise.allSettled(starts);
      for (const world of worlds) assert.deepEqual((await world.stop()).survivors, []);
      const left = await readdir(tmpRoot);
      registry.close();
      await watchdog.close();
      await rm(folder, { recursive: true, force: true });
      assert.deepEqual(left, [], 'a world left its directory');
    },
  };
}

/** Waits for a condition with a generous deadline; `what` stands in the message. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const patience = { signal: new AbortController().signal, deadlineMs: environment.monotonicMs() + 30_000 };
  const waited = await waitUntil(environment, patience, look);
  if (waited.kind !== 'seen') throw new Error(`gave up waiting: ${what}`);
  return waited.value;
}

/** What a suite is told of one component. */
export function partOf(world: World, name: string): WorldFileComponent {
  const part = world.describe({ name: 'suite', nonce: 'nonce', secrets: [] }).components[name];
  assert.ok(part, `no component ${name}`);
  return part;
}

/** Pid and start time of a process that must be there now. */
export function identify(pid: number): ProcessIdentity {
  const identity = identifyProcess(pid);
  assert.ok(identity, `no process ${pid}`);
  return identity;
}

export function isListenedOn(port: number): boolean {
  return listListeners().some(({ address }) => address.endsWith(`:${port}`));
}

export function stateOf(events: readonly RunEvent[], component: string): string {
  const states = events.flatMap((event) =>
    event.kind === 'component-state' && event.component === component ? [event.state] : [],
  );
  return states.at(-1) ?? 'none';
}

/** Incidents opened so far. */
export function incidentsOf(
  events: readonly RunEvent[],
): readonly Extract<RunEvent, { kind: 'incident-opened' }>['incident'][] {
  return events.flatMap((event) => (event.kind === 'incident-opened' ? [event.incident] : []));
}

/** True when the machine has what the kind starts; says so and skips the test when not. */
export function hasPrograms(test: { readonly skip: () => never }, kind: string, raw: object = {}): boolean {
  const known = KINDS[kind];
  const programs = known?.programs?.(known.schema.parse(raw)) ?? [];
  const missing = programs.find((program) => findServerProgram(program, environment) === undefined);
  if (missing === undefined) return true;
  return leaveOut(test, describeMissingProgram(missing));
}

/** One connection, one line, one reply. */
export async function askControl(world: World, request: Omit<ControlRequest, 'id'> | string): Promise<ControlReply> {
  const socket = connect(world.describe({ name: 'suite', nonce: 'n', secrets: [] }).control);
  socket.write(`${typeof request === 'string' ? request : JSON.stringify({ id: 7, ...request })}\n`);
  for await (const line of createInterface({ input: socket })) {
    socket.destroy();
    return JSON.parse(line) as ControlReply;
  }
  throw new Error('the control socket closed without a reply');
}
