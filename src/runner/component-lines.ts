import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { readLogLines, usualTexts } from '#facts';
import type { TestWindow, Timed, TimedLog } from '#facts';
import type { ComponentLog } from '#world';

/** The capture keeps at most 9 MB of a log; a larger file is none of ours. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Of a long log only its end is looked at: line by line, 9 MB would cost the runner 100 MB of memory. */
const MAX_READ_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

/** A component's log as it stands in its file now; undefined when it cannot be read. */
export function readComponentLog(log: ComponentLog, runFolder: string): TimedLog | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(log.file, 'r');
    const sizeBytes = Math.min(fstatSync(descriptor).size, MAX_BYTES);
    const from = Math.max(0, sizeBytes - MAX_READ_BYTES);
    const lineAt = countLines(descriptor, [...log.begins.map(({ fromByte }) => fromByte), from]);
    const begins = log.begins.map(({ fromByte, atMs }) => ({ line: lineAt(fromByte), atMs }));
    const end = Buffer.alloc(sizeBytes - from);
    const lines = readLogLines(
      end.subarray(0, readSync(descriptor, end, 0, end.length, from)).toString(),
      lineAt(from),
    );
    return { component: log.component, file: path.relative(runFolder, log.file), lines, begins };
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

const chunk = Buffer.allocUnsafe(64 * 1024);

/** Numbers of the lines that hold these bytes, by one walk with one small buffer: a whole log in memory is what the runner cannot afford. */
function countLines(descriptor: number, offsets: readonly number[]): (offset: number) => number {
  const sorted = [...new Set(offsets)].toSorted((one, other) => one - other);
  const numbers = new Map<number, number>();
  let [line, at] = [1, 0];
  for (const offset of sorted) {
    while (at < offset) {
      const size = readSync(descriptor, chunk, 0, Math.min(chunk.length, offset - at), at);
      if (size === 0) break;
      for (let feed = chunk.indexOf(LINE_FEED); feed !== -1 && feed < size; feed = chunk.indexOf(LINE_FEED, feed + 1))
        line += 1;
      at += size;
    }
    numbers.set(offset, line);
  }
  return (offset) => numbers.get(offset) ?? line;
}

/** Attempts that were green, newest last: what components wrote then is no sign of a fault. */
const MAX_REMEMBERED = 20;

interface Green {
  readonly logs: readonly ComponentLog[];
  readonly window: TestWindow;
  readonly zeroMs: number;
  texts?: ReadonlySet<string>;
}

/** What components of one run usually write. The logs of green attempts are read only when something has failed. */
export class UsualLines {
  readonly #green: Green[] = [];

  remember(logs: readonly ComponentLog[], { windows, zeroMs }: Timed): void {
    if (logs.length === 0 || windows.length === 0) return;
    const fromMs = windows.reduce((first, window) => Math.min(first, window.fromMs), Number.POSITIVE_INFINITY);
    const toMs = windows.reduce((latest, window) => Math.max(latest, window.toMs), 0);
    this.#green.push({ logs, window: { ordinal: 0, fromMs, toMs, isRed: false, isPassed: true }, zeroMs });
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

function readUsual({ logs, window, zeroMs }: Green, runFolder: string): ReadonlySet<string> {
  const read = logs.flatMap((log) => readComponentLog(log, runFolder) ?? []);
  return new Set(read.flatMap((log) => [...usualTexts(log, { windows: [window], zeroMs })]));
}
