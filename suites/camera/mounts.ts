import { runTool, toolOutput, world } from 'reality-harness/kit';
import { spawnSync } from 'node:child_process';

/** A small file system in memory laid over a folder, so that the folder can be full or read-only. */
export interface Mount extends AsyncDisposable {
  readonly dir: string;
  readonly makeReadOnly: () => Promise<void>;
}

/** Why no file system can be mounted here; undefined when one can. */
export async function whyNoMount(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'mounting a small file system needs root';
  const dir = world().dir('logs');
  const tried = await runTool(mountArgv(dir, 65_536), { withinMs: 5000 });
  if (tried.code !== 0) return `this host does not let root mount a small file system: ${tried.stderr.trim()}`;
  await unmount(dir);
  return undefined;
}

/** Mounts so many bytes over a folder; unmounts when disposed, and also when this process is told to end. */
export async function mountOver(dir: string, sizeBytes: number): Promise<Mount> {
  const release = (): void => {
    spawnSync('umount', ['-l', dir], { stdio: 'ignore' });
  };
  // Registered before the mount is there: a suite that is ended by its time limit must leave none.
  const onEnd = (): void => {
    release();
    process.exitCode = 1;
  };
  process.once('exit', release);
  for (const signal of SIGNALS) process.once(signal, onEnd);
  await toolOutput(mountArgv(dir, sizeBytes), { withinMs: 5000 });
  return {
    dir,
    makeReadOnly: async () => {
      await toolOutput(['mount', '-o', 'remount,ro', dir], { withinMs: 5000 });
    },
    [Symbol.asyncDispose]: async () => {
      await unmount(dir);
      process.off('exit', release);
      for (const signal of SIGNALS) process.off(signal, onEnd);
    },
  };
}

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

function mountArgv(dir: string, sizeBytes: number): [string, ...string[]] {
  return ['mount', '-t', 'tmpfs', '-o', `size=${sizeBytes},mode=0700`, `reality-${world().nonce}`, dir];
}

/** Lazily: a process that still has a file open there does not hold it. */
async function unmount(dir: string): Promise<void> {
  await toolOutput(['umount', '-l', dir], { withinMs: 5000 });
}
