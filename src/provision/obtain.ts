import { describeError, type ToolSource } from '#domain';
import { publishEntry, readEntry } from './cache-folder.ts';
import { tryCacheLock, waitForOwner, type CacheLock } from './cache-lock.ts';
import type { Identification } from './identify.ts';
import { identifyFor, makeFailure, makeLinkResult, type LinkContext, type LinkResult } from './link.ts';
import { scanFile } from './scan-file.ts';
import { makeWorkFolder, removeTree } from './work-folder.ts';

/** An executable in the work folder whose content somebody vouched for: a checksum, the checksum database of Go. */
export interface Made {
  readonly executable: string;
  readonly origin: string;
}

export interface Obtaining {
  readonly source: ToolSource;
  /** Name of the cache entry that comes of it. */
  readonly entry: string;
  /** What is fetched, for the list of attempts. */
  readonly what: string;
  readonly make: (work: string, say: (text: string) => void) => Promise<Made>;
}

/**
 * Gets one entry into the cache and identifies it. Among all processes that want the same entry one works and the others
 * wait, saying for what; they take its entry when it is there, and its failure when it failed.
 */
export async function obtainEntry(context: LinkContext, obtaining: Obtaining): Promise<LinkResult> {
  const { source, entry, what } = obtaining;
  const { signal } = context.request;
  try {
    for (;;) {
      const ready = await lookUp(context, obtaining);
      if (ready !== undefined) return makeLinkResult(source, what, ready);
      const lock = await tryCacheLock(context.cacheDir, entry);
      if (lock !== undefined) return makeLinkResult(source, what, await obtainLocked(context, obtaining, lock));
      const onDoing = (text: string): void => context.say(`waiting for another set-up (${text})`);
      const end = await waitForOwner(context.cacheDir, entry, { signal, onDoing });
      if (end.failure !== undefined) return makeFailure(source, what, end.failure);
    }
  } catch (error) {
    signal.throwIfAborted();
    return makeFailure(source, what, describeError(error));
  }
}

async function lookUp(context: LinkContext, obtaining: Obtaining): Promise<Identification | undefined> {
  const entry = await readEntry(context.cacheDir, obtaining.entry);
  if (entry === undefined) return undefined;
  const identified = await identifyFor(context, obtaining.source, entry.executable, { sha256: entry.manifest.sha256 });
  return identified.kind === 'identified' ? identified : undefined;
}

async function obtainLocked(context: LinkContext, obtaining: Obtaining, lock: CacheLock): Promise<Identification> {
  let failure: string | undefined = 'interrupted';
  try {
    // Between our look and our lock the last owner may have finished.
    const identified = (await lookUp(context, obtaining)) ?? (await makeEntry(context, obtaining, lock));
    failure = identified.kind === 'refused' ? identified.reason : undefined;
    return identified;
  } catch (error) {
    failure = describeError(error);
    throw error;
  } finally {
    // An interrupt is ours alone: who waits has to try for himself.
    lock.release(context.request.signal.aborted ? undefined : failure);
  }
}

async function makeEntry(context: LinkContext, obtaining: Obtaining, lock: CacheLock): Promise<Identification> {
  const { cacheDir, name, request } = context;
  const say = (text: string): void => {
    context.say(text);
    lock.tell(text);
  };
  const work = await makeWorkFolder(cacheDir, obtaining.entry, request.environment);
  try {
    const made = await obtaining.make(work, say);
    const { sha256 } = await scanFile(made.executable, []);
    const judged = await identifyFor(context, obtaining.source, made.executable, { sha256, keep: false });
    if (judged.kind === 'refused') return judged;
    const manifest = { tool: name, version: judged.tool.version, sha256, origin: made.origin };
    const entry = await publishEntry(work, cacheDir, obtaining.entry, { executable: made.executable, manifest });
    return await identifyFor(context, obtaining.source, entry.executable, { sha256: entry.manifest.sha256 });
  } finally {
    await removeTree(work);
  }
}
