import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';

/** Both ends of a pipe of the kernel. Whoever took it closes both. */
export interface PipeEnds {
  readonly readEnd: number;
  readonly writeEnd: number;
}

const BATCH = 16;
/** Fewer spare ones are replenished while nobody waits for them: a world that starts counts its milliseconds. */
const LOW_WATER = 4;

/**
 * Node gives its children socket pairs, and a program that opens /dev/stdout (nginx, many a shell script) then fails with
 * ENXIO. A named pipe that is opened at both ends and unlinked is a true pipe. One `mkfifo` makes several, because it
 * costs as much as a trivial child.
 */
export class PipePool {
  private readonly spare: PipeEnds[] = [];
  private refilling: Promise<void> | undefined;
  private isClosed = false;

  /** Undefined when this machine cannot make one (no mkfifo, no room): the caller falls back to Node's own. */
  async take(directory: string): Promise<PipeEnds | undefined> {
    if (this.spare.length === 0) await this.refill(directory);
    // What was waited for may have been made in another's folder, and failed with it, or gone to those who waited before.
    if (this.spare.length === 0) await this.make(directory);
    const ends = this.spare.pop();
    this.prepare(directory);
    return ends;
  }

  /** Makes spare ones in the background if there are few. */
  prepare(directory: string): void {
    if (this.spare.length < LOW_WATER && !this.isClosed) void this.refill(directory);
  }

  /** After this no folder of ours is in the way of who removes the directory. */
  async settle(): Promise<void> {
    await this.refilling;
  }

  close(): void {
    this.isClosed = true;
    for (const ends of this.spare.splice(0)) closeEnds(ends);
  }

  private async refill(directory: string): Promise<void> {
    this.refilling ??= this.make(directory).finally(() => {
      this.refilling = undefined;
    });
    await this.refilling;
  }

  private async make(directory: string): Promise<void> {
    let folder: string | undefined;
    try {
      folder = await mkdtemp(path.join(directory, '.pipes-'));
      const names = Array.from({ length: BATCH }, (_, index) => path.join(folder ?? '', String(index)));
      // 0666 inside a 0700 folder: a service that gives up root must still be able to open its /dev/stderr again.
      await execa('mkfifo', ['-m', '666', ...names], { stdio: 'ignore' });
      for (const name of names) if (!this.isClosed) this.spare.push(openEnds(name));
    } catch {
      // The caller falls back; what the machine lacks shows in the log of the child that notices.
    } finally {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    }
  }
}

function openEnds(name: string): PipeEnds {
  // A reader that may wait has to be there before a writer can open without waiting.
  const readEnd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return { readEnd, writeEnd: openSync(name, constants.O_WRONLY) };
  } catch (error) {
    closeSync(readEnd);
    throw error;
  }
}

function closeEnds(ends: PipeEnds): void {
  closeSync(ends.readEnd);
  closeSync(ends.writeEnd);
}
