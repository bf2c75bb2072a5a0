import path from 'node:path';
import { readEntry } from './cache-folder.ts';
import { findOnPath } from './find-on-path.ts';
import { identifyFor, makeFailure, makeLinkResult, type LinkContext, type LinkResult } from './link.ts';
import { listEntries } from './entries.ts';
import type { ProvisionAttempt } from './types.ts';

/** The path that the user named by flag, variable or configuration; a bare name is looked up on PATH. */
export async function tryGiven(context: LinkContext): Promise<LinkResult> {
  const given = context.request.settings[context.name];
  if (given === undefined) return { attempts: [] };
  const { environment } = context.request;
  const found = given.includes('/') ? path.resolve(environment.cwd, given) : (await findOnPath(given, environment))[0];
  if (found === undefined) return makeFailure('given', given, 'no such program on PATH');
  return makeLinkResult('given', found, await identifyFor(context, 'given', found));
}

/** Every program of that name on PATH, in order, until one is what it has to be. */
export async function tryPath(context: LinkContext): Promise<LinkResult> {
  const attempts: ProvisionAttempt[] = [];
  for (const file of await findOnPath(context.name, context.request.environment)) {
    const result = makeLinkResult('path', file, await identifyFor(context, 'path', file));
    attempts.push(...result.attempts);
    if (result.found !== undefined) return { attempts, found: result.found };
  }
  if (attempts.length === 0) return makeFailure('path', context.name, 'not on PATH');
  return { attempts };
}

/** What an earlier run obtained. An entry that was altered since is not started. */
export async function tryCache(context: LinkContext): Promise<LinkResult> {
  const attempts: ProvisionAttempt[] = [];
  for (const { name } of listEntries(context)) {
    const entry = await readEntry(context.cacheDir, name);
    if (entry === undefined) continue;
    const identified = await identifyFor(context, 'cache', entry.executable, { sha256: entry.manifest.sha256 });
    const result = makeLinkResult('cache', entry.executable, identified);
    attempts.push(...result.attempts);
    if (result.found !== undefined) return { attempts, found: result.found };
  }
  if (attempts.length === 0) return makeFailure('cache', context.cacheDir, 'nothing there yet');
  return { attempts };
}
