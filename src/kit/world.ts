import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { WorldFile, WorldFileComponent } from '#domain';
import { makeControl } from './control.ts';
import type { Control } from './control.ts';
import { at } from './json-path.ts';
import { blameCaller } from './blame-caller.ts';

/** The real world that was started for this suite. Every accessor throws a sentence naming what there is instead. */
export interface World {
  readonly runId: string;
  readonly suite: string;
  /** Random text of this suite's world; put it into names and queries, so that traces can be told apart. */
  readonly nonce: string;
  /** Absolute path of a directory: config, recordings, snapshots, streams, devices, logs. */
  readonly dir: (name: string) => string;
  readonly has: (component: string) => boolean;
  readonly component: (name: string) => WorldComponent;
  readonly control: Control;
  /** Folder whose files are kept with the report. */
  readonly artifacts: string;
  /** Private folder for scratch files; removed with the world. */
  readonly tmp: string;
  /** Milliseconds until the runner ends this suite. */
  readonly timeLeftMs: () => number;
}

/** One component as it was when the suite began; `control.status` tells the process id of now. */
export interface WorldComponent {
  readonly name: string;
  readonly kind: string;
  readonly host: string;
  /** 0 when it has no process of ours. */
  readonly pid: number;
  /** Where to ask: a relay of the harness may stand there, which shows that the component was asked. */
  readonly port: (name: string) => number;
  /** Where the component itself listens, as its own configuration says. */
  readonly listensOn: (port: string) => number;
  readonly url: (name: string) => string;
  /** Only secrets that the suite asked for in `secrets:`. */
  readonly secret: (name: string) => string;
  /** A fact that the component's kind publishes; undefined when it does not. */
  readonly fact: (name: string) => string | undefined;
}

let current: World | undefined;

/** The world of this suite, read once from the file that `REALITY_WORLD` names. */
export function world(): World {
  current ??= readWorld(process.env);
  return current;
}

/** The same from given variables; for tools that are no suites. */
export function readWorld(env: Readonly<Record<string, string | undefined>>): World {
  const path = env['REALITY_WORLD'];
  if (path === undefined || path === '') {
    throw blameCaller(new Error('REALITY_WORLD is not set: this suite needs a world, start it with `reality run`'));
  }
  const file = decodeWorldFile(JSON.parse(readFileSync(path, 'utf8')), path);
  return {
    runId: file.runId,
    suite: file.suite,
    nonce: file.nonce,
    dir: (name) => pick(file.dirs, name, 'directory of the world'),
    has: (name) => Object.hasOwn(file.components, name),
    component: (name) => makeComponent(name, pick(file.components, name, 'component of the world')),
    control: makeControl(file.control),
    artifacts: env['REALITY_ARTIFACTS'] ?? '',
    tmp: env['REALITY_TMP'] ?? '',
    timeLeftMs: () => Math.max(0, Number(env['REALITY_DEADLINE_MS'] ?? '60000') - performance.now()),
  };
}

function decodeWorldFile(value: unknown, path: string): WorldFile {
  if (isWorldFile(value)) return value;
  throw blameCaller(new Error(`${path} is not a world file of version 1`));
}

/** Checks the parts that accessors rely on: the file comes from the runner, but perhaps from a newer one. */
function isWorldFile(value: unknown): value is WorldFile {
  return (
    at(value, 'version') === 1 &&
    typeof at(value, 'nonce') === 'string' &&
    typeof at(value, 'control') === 'string' &&
    typeof at(value, 'dirs') === 'object' &&
    typeof at(value, 'components') === 'object'
  );
}

function makeComponent(name: string, entry: WorldFileComponent): WorldComponent {
  return {
    name,
    kind: entry.kind,
    host: entry.host,
    pid: entry.pid,
    port: (port) => pick(entry.ports, port, `port of ${name}`),
    listensOn: (port) => entry.listens?.[port] ?? pick(entry.ports, port, `port of ${name}`),
    url: (url) => pick(entry.urls, url, `url of ${name}`),
    secret: (secret) => pick(entry.secrets, secret, `secret of ${name} asked for in "secrets:"`),
    fact: (fact) => entry.facts[fact],
  };
}

function pick<Value>(from: Readonly<Record<string, Value>>, name: string, what: string): Value {
  const value = Object.hasOwn(from, name) ? from[name] : undefined;
  if (value === undefined) {
    throw blameCaller(new Error(`"${name}" is no ${what}; there is: ${Object.keys(from).join(', ') || 'none'}`));
  }
  return value;
}
