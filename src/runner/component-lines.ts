import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readLogLines, usualTexts } from '#facts';
import type { TestWindow, TimedLog } from '#facts';
import type { ComponentLog } from '#world';

/** The capture keeps at most 9 MB of a log; a larger file is none of ours. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Of a long log only its end is looked at: line by line, 9 MB would cost the runner 100 MB of memory. */
const MAX_READ_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

/** A component's log as it stands in its file now; undefined when it cannot be read. */
export function readComponentLog(log: ComponentLog, runFolder: string): TimedLog | undefined {
  try {
    const bytes = readFileSync(log.file).subarray(0, MAX_BYTES);
    const begins = log.begins.map(({ fromByte, atMs }) => ({ line: lineAt(bytes, fromByte), atMs }));
    const file = path.relative(runFolder, log.file);
    const from = Math.max(0, bytes.length - MAX_READ_BYTES);
    const lines = readLogLines(bytes.subarray(from).toString(), lineAt(bytes, from));
    return { component: log.component, file, lines, begins };
  } catch {
    return undefined;
  }
}

function lineAt(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1 && at < offset; at = bytes.indexOf(LINE_FEED, at + 1)) line += 1;
  return line;
}

/** Attempts that were green, newest last: what components wrote then is no sign of a fault. */
const MAX_REMEMBERED = 20;

interface Green {
  readonly logs: readonly ComponentLog[];
  readonly window: TestWindow;
  texts?: ReadonlySet<string>;
}

/** What components of one run usually write. The logs of green attempts are read only when something has failed. */
export class UsualLines {
  readonly #green: Green[] = [];

  remember(logs: readonly ComponentLog[], windows: readonly TestWindow[]): void {
    if (logs.length === 0 || windows.length === 0) return;
    const fromMs = windows.reduce((first, window) => Math.min(first, window.fromMs), Number.POSITIVE_INFINITY);
    const toMs = windows.reduce((latest, window) => Math.max(latest, window.toMs), 0);
    this.#green.push({ logs, window: { ordinal: 0, fromMs, toMs, isRed: false, isPassed: true } });
    if (this.#green.length > MAX_REMEMBERED) this.#green.shift();
  }

  texts(runFolder: string): ReadonlySet<string> {
    const all = new Set<string>();
    for (const green of this.#green) {
      green.texts ??= readUsual(green, runFolder);
      for (const text of green.texts) all.add(text);
    }
    return all;
  }
}

function readUsual({ logs, window }: Green, runFolder: string): ReadonlySet<string> {
  const read = logs.flatMap((log) => readComponentLog(log, runFolder) ?? []);
  return new Set(read.flatMap((log) => [...usualTexts(log, [window])]));
}
