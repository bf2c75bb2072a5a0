import { createHash } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SIDE_NAME = /^([0-9a-f]{32})\.(?:json|txt)$/u;

export const SIDES_FOLDER = 'sides';

/** First 128 bits of SHA-256 in hex, and the extension: equal texts share a file. */
function nameSide(text: string, extension: 'json' | 'txt'): string {
  return `${hashText(text)}.${extension}`;
}

function hashText(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Side files of one run while it is written. */
export class SideFiles {
  readonly #folder: string;
  readonly #written = new Set<string>();
  readonly #unsynced = new Set<string>();
  readonly #waiting = new Map<string, string>();
  #error: Error | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  write(text: string, extension: 'json' | 'txt'): string {
    const name = nameSide(text, extension);
    if (!this.#written.has(name)) {
      this.#waiting.set(name, text);
      this.flush();
    }
    return name;
  }

  /** Tries again what could not be written before. */
  flush(): void {
    for (const [name, text] of this.#waiting) {
      if (!this.#writeOne(name, text)) return;
      this.#waiting.delete(name);
    }
  }

  sync(): void {
    for (const name of this.#unsynced) syncFile(join(this.#folder, name));
    this.#unsynced.clear();
  }

  error(): Error | undefined {
    return this.#waiting.size > 0 ? this.#error : undefined;
  }

  read(name: string): string | undefined {
    return this.#waiting.get(name) ?? readSide(this.#folder, name);
  }

  // A file under its own name is whole: readers and a second writer never meet half of one.
  #writeOne(name: string, text: string): boolean {
    const temporary = join(this.#folder, `.${name}.tmp`);
    try {
      writeFileSync(temporary, text);
      renameSync(temporary, join(this.#folder, name));
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error));
      rmSync(temporary, { force: true });
      return false;
    }
    this.#written.add(name);
    this.#unsynced.add(name);
    return true;
  }
}

/** The text of a side file; undefined when it is absent, altered, or no name of a side file. */
export function readSide(folder: string, name: string): string | undefined {
  const hash = SIDE_NAME.exec(name)?.[1];
  if (hash === undefined) return undefined;
  try {
    const bytes = readFileSync(join(folder, name));
    return hashText(bytes) === hash ? bytes.toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}

// Durability is asked for at suite ends; that a disk refuses it is no reason to stop.
function syncFile(path: string): void {
  try {
    const file = openSync(path, 'r');
    try {
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch {
    // The text is written; only its survival of a power cut is open.
  }
}
