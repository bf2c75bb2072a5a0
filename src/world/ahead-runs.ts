import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, link, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { startChild } from '#child';
import type { Preparation } from '#component';
import { describeError } from '#domain';
import { describeChildEnd } from './describe-end.ts';
import type { LiveContext } from './live-context.ts';

/** What was wrong, or undefined when its file is there. */
export type AheadResult = string | undefined;

/** Programs that run to their end before components start: each file of a world is made once, whoever asks first. */
export async function ensureAhead(
  preparations: readonly Preparation[],
  component: string,
  context: LiveContext,
): Promise<AheadResult> {
  const { aheadRuns } = context;
  const results = await Promise.all(
    preparations.map(async (preparation) => {
      const known = aheadRuns.get(preparation.creates) ?? make(preparation, component, context);
      aheadRuns.set(preparation.creates, known);
      return known;
    }),
  );
  return results.find((result) => result !== undefined);
}

/** Worlds of one run share what is made by the same program with the same arguments. */
async function make(preparation: Preparation, component: string, context: LiveContext): Promise<AheadResult> {
  if (preparation.folder !== undefined) return makeFolder(preparation, preparation.folder, component, context);
  const { creates } = preparation;
  const shared = context.sharedDir === undefined ? undefined : join(context.sharedDir, nameShared(preparation));
  if (shared !== undefined && (await isLinked(shared, creates))) return undefined;
  const trouble = await run(preparation, component, context);
  // Another world may have been quicker; without the link the next one makes it again.
  if (trouble === undefined && shared !== undefined) await isLinked(creates, shared);
  return trouble;
}

/** A folder is no file that could be linked: `creates` lies where the worlds of a run share it, and who needs it copies it. */
async function makeFolder(
  preparation: Preparation,
  owner: NonNullable<Preparation['folder']>,
  ...[component, context]: readonly [string, LiveContext]
): Promise<AheadResult> {
  const { creates, writes } = preparation;
  if (existsSync(creates)) return undefined;
  await mkdir(writes, { mode: 0o700 });
  if (process.getuid?.() === 0) await chown(writes, owner.uid, owner.gid);
  // Another world may have been quicker: its folder is as good.
  const trouble = await run(preparation, component, context).catch((error: unknown) => describeError(error));
  if (trouble === undefined) return undefined;
  await rm(writes, { recursive: true, force: true });
  return existsSync(creates) ? undefined : trouble;
}

function nameShared({ spawn, writes, creates }: Preparation): string {
  const argv = JSON.stringify(spawn.argv.filter((word) => word !== writes));
  return `${createHash('sha256').update(argv).digest('hex').slice(0, 16)}-${basename(creates)}`;
}

async function isLinked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    () => false,
  );
}

async function run(
  { spawn, writes, creates, timeLimitMs }: Preparation,
  component: string,
  context: LiveContext,
): Promise<AheadResult> {
  const child = await startChild(
    { ...spawn, env: { ...spawn.env, TMPDIR: context.scratchDir } },
    {
      environment: context.environment,
      logFile: join(context.componentLogDir, `${component}.log`),
      redact: context.redact,
      maxOutputBytes: context.limits.maxOutputBytes,
      maxMemoryBytes: context.limits.maxMemoryBytes,
      maxProcesses: context.limits.maxProcesses,
      timeLimitMs,
      stopSignal: 'SIGTERM',
      graceMs: 0,
      scope: context.scope,
    },
  );
  const stop = (): void => void child.stop('asked');
  context.life.addEventListener('abort', stop, { once: true });
  const end = await child.ended;
  context.life.removeEventListener('abort', stop);
  if (end.code !== 0) return `${spawn.argv[0]} for ${creates} ${describeChildEnd(end)}: ${end.stderr.tail.trim()}`;
  await rename(writes, creates);
  return undefined;
}
