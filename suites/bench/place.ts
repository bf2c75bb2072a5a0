import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JournalRecord } from '#domain';
import { decodeJournal } from '#journal';
import { BIN } from '../self/lab.ts';
import { listRunFolders } from '../self/results.ts';
import { timeCommand } from './command.ts';

/** A project of its own, with the user's own home: tools come from his cache. Nobody watches, so that nobody slows it. */
export class Place {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'bench-'));
  private readonly tmp: string = join(this.folder, 'tmp');

  constructor() {
    mkdirSync(this.tmp);
  }

  write(name: string, text: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** Writes `reality.yaml`; JSON is YAML. */
  configure(config: object): void {
    this.write('reality.yaml', JSON.stringify({ version: 1, project: 'bench', ...config }));
  }

  /** Wall time of one `reality` command, in milliseconds. */
  async reality(...args: readonly string[]): Promise<number> {
    return timeCommand([process.execPath, BIN, ...args], {
      cwd: this.folder,
      env: { ...process.env, TMPDIR: this.tmp },
    });
  }

  /** Records of the newest run. */
  records(): readonly JournalRecord[] {
    const newest = listRunFolders(join(this.folder, 'reports')).at(-1);
    if (newest === undefined) throw new Error('no run was stored');
    return decodeJournal(readFileSync(join(newest, 'events.ndjson'))).records;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Gives the body a place, and takes it away afterwards. */
export async function inPlace<Result>(body: (place: Place) => Promise<Result>): Promise<Result> {
  const place = new Place();
  try {
    return await body(place);
  } finally {
    place.remove();
  }
}
