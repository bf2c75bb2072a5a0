import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Environment, Frame, Patience } from '#domain';
import { type JsonObject, asList, asNumber, asObject, asText, parseJson } from './json-value.ts';
import { listListeners } from './listeners.ts';
import { catchesSignal } from './process-signals.ts';
import { openTextSocket } from './text-socket.ts';
import { waitUntil } from './wait-until.ts';

const MAX_FRAMES = 20;

/**
 * Where a busy Node program is, by its inspector: SIGUSR1 opens it (on a free port, if it was started with
 * `--inspect-port=0`), and a pause interrupts even a synchronous loop. Undefined when it is no Node program, runs no JavaScript
 * just now, or does not answer in time. The program goes on when the connection is closed.
 */
export async function readNodeFrames(
  environment: Environment,
  patience: Patience,
  pid: number,
): Promise<readonly Frame[] | undefined> {
  // Without a handler of Node's own the signal would kill it.
  if (!catchesSignal(pid, 'SIGUSR1')) return undefined;
  const before = new Set(listPorts(pid));
  process.kill(pid, 'SIGUSR1');
  const opened = await waitUntil(environment, patience, () => listPorts(pid).find((port) => !before.has(port)));
  if (opened.kind !== 'seen') return undefined;
  const late = AbortSignal.any([
    patience.signal,
    AbortSignal.timeout(Math.max(1, Math.round(patience.deadlineMs - environment.monotonicMs()))),
  ]);
  return readPausedFrames(opened.value, late).catch(() => undefined);
}

function listPorts(pid: number): readonly number[] {
  return listListeners([pid]).flatMap(({ protocol, address }) => {
    return protocol === 'tcp' ? [Number(address.slice(address.lastIndexOf(':') + 1))] : [];
  });
}

async function readPausedFrames(port: number, late: AbortSignal): Promise<readonly Frame[] | undefined> {
  const [target] = asList(parseJson(await fetchText(port, late)));
  const url = new URL(asText(asObject(target)['webSocketDebuggerUrl']));
  const messages = new Messages();
  const socket = await openTextSocket(url, late, (text) => messages.take(text));
  late.addEventListener('abort', () => messages.giveUp(), { once: true });
  socket.send(JSON.stringify({ id: 1, method: 'Debugger.enable' }));
  socket.send(JSON.stringify({ id: 2, method: 'Debugger.pause' }));
  try {
    return await messages.frames;
  } finally {
    socket.close();
  }
}

/** Which script has which number is told as the scripts are, then the pause speaks in numbers. */
class Messages {
  readonly frames: Promise<readonly Frame[] | undefined>;
  private settle: ((frames: readonly Frame[] | undefined) => void) | undefined;
  private readonly scripts = new Map<string, string>();

  constructor() {
    this.frames = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  take(text: string): void {
    const { method, params } = asObject(parseJson(text));
    const details = asObject(params);
    if (method === 'Debugger.scriptParsed') this.scripts.set(asText(details['scriptId']), asText(details['url']));
    if (method !== 'Debugger.paused') return;
    this.settle?.(
      asList(details['callFrames'])
        .slice(0, MAX_FRAMES)
        .map((frame) => this.describe(asObject(frame))),
    );
  }

  giveUp(): void {
    this.settle?.(undefined);
  }

  /** Lines and columns count from zero there, from one here. */
  private describe({ functionName, location }: JsonObject): Frame {
    const { scriptId, lineNumber, columnNumber } = asObject(location);
    const url = this.scripts.get(asText(scriptId)) ?? '';
    return {
      file: url.startsWith('file:') ? fileURLToPath(url) : url,
      line: (asNumber(lineNumber) ?? 0) + 1,
      column: (asNumber(columnNumber) ?? 0) + 1,
      name: asText(functionName) || '(anonymous)',
    };
  }
}

async function fetchText(port: number, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = get({ host: '127.0.0.1', port, path: '/json/list', signal }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (text += piece));
      response.once('end', () => resolve(text));
    });
    call.once('error', reject);
  });
}
