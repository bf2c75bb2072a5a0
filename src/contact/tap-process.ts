import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SOCKET_TABLES } from '#child';
import type { TapOrder, TapReply } from './tap-orders.ts';

const MAIN = fileURLToPath(new URL('tap-main.js', import.meta.url));

/** An order before it has its number. */
export type TapQuestion = TapOrder extends infer Order ? (Order extends TapOrder ? Omit<Order, 'id'> : never) : never;

export interface TapProcess {
  /** Undefined when the process has died. */
  readonly ask: (question: TapQuestion) => Promise<TapReply | undefined>;
  /** Why it ended before it was told to; never settles otherwise. */
  readonly lost: Promise<string>;
  readonly close: () => Promise<void>;
}

/**
 * A process, and no thread: Node waits for ever for a thread in whose sockets a reset is still under way. It has a session of its own, so
 * that Ctrl-C does not end it before the services that speak through it, and it ends when its channel to us does, however we end.
 */
export function startTapProcess(): TapProcess {
  const child = forkTaps();
  const waiting = new Map<number, (reply: TapReply | undefined) => void>();
  let [count, isOver] = [0, false];
  const settle = (id: number, reply?: TapReply): void => {
    waiting.get(id)?.(reply);
    waiting.delete(id);
    if (waiting.size === 0) child.channel?.unref();
  };
  const ended = waitForEnd(child);
  const watch = async (): Promise<string> => {
    const why = await ended;
    const wasAsked = isOver;
    isOver = true;
    for (const id of waiting.keys()) settle(id);
    return wasAsked ? NEVER : why;
  };
  child.on('message', (reply: TapReply) => settle(reply.id, reply));
  return {
    ask: async (question) => {
      if (isOver) return undefined;
      count += 1;
      const id = count;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        child.channel?.ref();
        child.send({ ...question, id }, (error) => {
          if (error !== null) settle(id);
        });
      });
    },
    lost: watch(),
    close: async () => {
      isOver = true;
      child.ref();
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const NEVER: Promise<string> = new Promise(() => undefined);

function forkTaps(): ChildProcess {
  const child = fork(MAIN, [SOCKET_TABLES], {
    cwd: '/',
    detached: true,
    // What a user has set for his own Node programs must not come in here.
    env: {},
    execArgv: ['--max-semi-space-size=2'],
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  return child;
}

async function waitForEnd(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`their process ended with ${signal ?? String(code)}`));
  });
}
