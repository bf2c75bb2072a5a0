import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { at } from './json-path.ts';
import type { ControlReply, ControlRequest, ControlVerb } from '#domain';
import { blameCaller } from './blame-caller.ts';

/** What a component is after a verb: its state in the world's words, and the process id (0 = no process). */
export interface ControlState {
  readonly state: string;
  readonly pid: number;
}

/**
 * Acts on the world. Each call ends when the effect is proved (started = ready again, killed = process gone) and is
 * journaled as intended, so that nobody is blamed. Fails with the world's own sentence when the effect could not be had.
 */
export interface Control {
  readonly start: (component: string) => Promise<ControlState>;
  /** Politely, with the component's own signal and grace. */
  readonly stop: (component: string) => Promise<ControlState>;
  /** SIGKILL. */
  readonly kill: (component: string) => Promise<ControlState>;
  /** SIGSTOP: alive, deaf and mute. */
  readonly pause: (component: string) => Promise<ControlState>;
  readonly resume: (component: string) => Promise<ControlState>;
  readonly restart: (component: string) => Promise<ControlState>;
  readonly plug: (component: string, entry: string) => Promise<ControlState>;
  readonly unplug: (component: string, entry: string) => Promise<ControlState>;
  readonly status: (component: string) => Promise<ControlState>;
}

/** Longer than any start or stop that the world allows itself. */
const REPLY_TIMEOUT_MS = 45_000;
let requests = 0;

/** A control client for the Unix socket at `path`; connects anew for each verb. */
export function makeControl(path: string): Control {
  const verb = (name: ControlVerb) => (component: string) => ask(path, { id: next(), verb: name, component });
  const entryVerb = (name: ControlVerb) => (component: string, entry: string) =>
    ask(path, { id: next(), verb: name, component, entry });
  return {
    start: verb('start'),
    stop: verb('stop'),
    kill: verb('kill'),
    pause: verb('pause'),
    resume: verb('resume'),
    restart: verb('restart'),
    status: verb('status'),
    plug: entryVerb('plug'),
    unplug: entryVerb('unplug'),
  };
}

function next(): number {
  requests += 1;
  return requests;
}

async function ask(path: string, request: ControlRequest): Promise<ControlState> {
  const socket = connect(path);
  try {
    const reply = await readReply(socket, request);
    if (!reply.ok)
      throw blameCaller(new Error(`the world could not ${request.verb} ${request.component}: ${reply.error}`));
    return { state: reply.state, pid: reply.pid };
  } finally {
    socket.destroy();
  }
}

async function readReply(socket: Socket, request: ControlRequest): Promise<ControlReply> {
  socket.setTimeout(REPLY_TIMEOUT_MS, () => socket.destroy(new Error('no reply in time')));
  socket.write(`${JSON.stringify(request)}\n`);
  let text = '';
  try {
    for await (const chunk of socket) {
      text += String(chunk);
      if (text.includes('\n')) return decodeReply(text.slice(0, text.indexOf('\n')));
    }
  } catch (cause) {
    throw blameCaller(
      new Error(`the world's control socket failed during ${request.verb} ${request.component}`, { cause }),
    );
  }
  throw blameCaller(
    new Error(`the world closed its control socket before it answered ${request.verb} ${request.component}`),
  );
}

function decodeReply(line: string): ControlReply {
  const reply: unknown = JSON.parse(line);
  if (isReply(reply)) return reply;
  throw blameCaller(new Error(`not a control reply: ${line}`));
}

function isReply(reply: unknown): reply is ControlReply {
  return at(reply, 'ok') === true ? typeof at(reply, 'pid') === 'number' : typeof at(reply, 'error') === 'string';
}
