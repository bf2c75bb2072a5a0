import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Environment, ProcessIdentity } from '#domain';
import { listAncestors, nowTicks } from './read-process.ts';
import type { Watchdog } from './types.ts';
import { type WatchdogBrief, type WatchdogOrder, encodeBrief, encodeOrder } from './watchdog-orders.ts';

const MAIN = fileURLToPath(new URL('watchdog-main.js', import.meta.url));
/** Somebody who kills it again and again wants it gone. */
const MAX_RESTARTS = 3;
/** What a user has set for his own Node programs must not slow or break this one. */
const NODE_VARIABLES: ReadonlySet<string> = new Set(['NODE_OPTIONS', 'NODE_V8_COVERAGE', 'NODE_DEBUG']);

export interface StartWatchdogOptions {
  readonly environment: Environment;
  /** `NAME=value`: whoever carries it, or one below it, dies with us. */
  readonly marker: string;
}

/** Starts it at once, before anything that it has to watch; its pipe counts from this moment, even while it still boots. */
export function startWatchdog({ environment, marker }: StartWatchdogOptions): Watchdog {
  const brief: WatchdogBrief = { marker, sinceTicks: nowTicks() - 1, excluded: [...listAncestors()] };
  const directories = new Set<string>();
  const remembered = new Map<number, ProcessIdentity>();
  let isClosing = false;
  let current = spawnWatchdog(environment, brief);

  const takeOver = (): void => {
    current = spawnWatchdog(environment, brief);
    for (const directory of directories) current.order({ kind: 'guard', directory });
    for (const identity of remembered.values()) current.order({ kind: 'remember', ...identity });
  };
  const supervise = async (noteLost: () => void): Promise<void> => {
    for (let restarts = 0; ; restarts += 1) {
      await current.exited;
      if (isClosing) return;
      noteLost();
      if (restarts === MAX_RESTARTS) return;
      takeOver();
    }
  };
  let supervision = Promise.resolve();
  const lost = new Promise<void>((resolve) => {
    supervision = supervise(resolve);
  });
  return {
    get pid() {
      return current.pid;
    },
    guard: (directory) => {
      directories.add(directory);
      current.order({ kind: 'guard', directory });
    },
    release: (directory) => {
      directories.delete(directory);
      current.order({ kind: 'release', directory });
    },
    remember: (identity) => {
      remembered.set(identity.pid, identity);
      current.order({ kind: 'remember', ...identity });
    },
    lost,
    close: async () => {
      isClosing = true;
      current.dismiss();
      await supervision;
    },
  };
}

interface RunningWatchdog {
  readonly pid: number;
  readonly exited: Promise<unknown>;
  readonly order: (order: WatchdogOrder) => void;
  readonly dismiss: () => void;
}

/** In a session of its own, so that no Ctrl-C reaches it, and with the caller's environment: a run around us owns it too. */
function spawnWatchdog(environment: Environment, brief: WatchdogBrief): RunningWatchdog {
  const env = Object.fromEntries(Object.entries(environment.env).filter(([name]) => !NODE_VARIABLES.has(name)));
  const subprocess = execa(process.execPath, [MAIN, ...encodeBrief(brief)], {
    cwd: '/',
    env,
    extendEnv: false,
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
  });
  // A forgotten `close` must not keep this process alive.
  subprocess.unref();
  const { stdin } = subprocess;
  stdin.on('error', () => undefined);
  return {
    pid: subprocess.pid ?? 0,
    exited: subprocess.pid === undefined ? Promise.resolve() : once(subprocess, 'exit'),
    order: (order) => stdin.write(encodeOrder(order)),
    dismiss: () => {
      subprocess.ref();
      stdin.end(encodeOrder({ kind: 'dismiss' }));
    },
  };
}
