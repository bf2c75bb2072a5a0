import type { ToolName, ToolSource } from '#domain';
import { chooseCacheDir } from './cache-folder.ts';
import { describeRemedy } from './host-remedy.ts';
import { makeLinkContext, type Link, type LinkContext } from './link.ts';
import { tryBuild } from './link-build.ts';
import { tryDownload } from './link-download.ts';
import { tryCache, tryGiven, tryPath } from './link-existing.ts';
import { tryNpm } from './link-npm.ts';
import { sweepWork } from './work-folder.ts';
import type { ProvisionAttempt, ProvisionRequest, ProvisionResult } from './types.ts';

interface ChainLink {
  readonly source: ToolSource;
  readonly run: Link;
  /** true = it may change the cache, so `obtain: false` leaves it out. */
  readonly obtains: boolean;
}

const EXISTING: readonly ChainLink[] = [
  { source: 'given', run: tryGiven, obtains: false },
  { source: 'path', run: tryPath, obtains: false },
  { source: 'cache', run: tryCache, obtains: false },
];
const NPM: ChainLink = { source: 'npm', run: tryNpm, obtains: true };

/** The order of design §2. */
const CHAINS: Readonly<Record<ToolName, readonly ChainLink[]>> = {
  mediamtx: [
    ...EXISTING,
    { source: 'download', run: tryDownload, obtains: true },
    { source: 'build', run: tryBuild, obtains: true },
  ],
  ffmpeg: [...EXISTING, NPM],
  ffprobe: [...EXISTING, NPM],
};

/**
 * Finds each tool, obtaining it where that is allowed, and says what was tried. The tools are looked for at the same time.
 * Never throws for what is missing or refused: `requireTools` turns that into the error of the command line.
 */
export async function provision(request: ProvisionRequest): Promise<readonly ProvisionResult[]> {
  const { environment, settings } = request;
  if (request.obtain) await sweepWork(chooseCacheDir(settings, environment), environment);
  return Promise.all(request.tools.map(async (name) => provisionOne(makeLinkContext(name, request))));
}

async function provisionOne(context: LinkContext): Promise<ProvisionResult> {
  const { name, request } = context;
  // Who really runs can only be seen in /proc, and nothing that is obtained would run elsewhere.
  if (request.environment.platform !== 'linux') {
    return { kind: 'missing', name, attempts: [], remedy: 'run worlds on Linux, x64 or arm64' };
  }
  const attempts: ProvisionAttempt[] = [];
  for (const link of chooseLinks(name, request)) {
    const result = await link.run(context);
    // A program that was killed by the interrupt looks like one that is no good.
    request.signal.throwIfAborted();
    attempts.push(...result.attempts);
    if (result.found !== undefined) return { kind: 'found', ...result.found, attempts };
    // The user chose this one: another in its place would be a surprise.
    if (link.source === 'given' && result.attempts.length > 0) {
      const remedy = `correct or drop the option that names it (${context.request.settings[name] ?? ''})`;
      return { kind: 'refused', name, attempts, remedy };
    }
  }
  const remedy = request.obtain ? await describeRemedy(name) : 'run `reality setup`, which obtains it';
  return { kind: 'missing', name, attempts, remedy };
}

/** `--from` narrows the chain of a tool that has such a link to that link; the other tools keep their whole chain. */
function chooseLinks(name: ToolName, request: ProvisionRequest): readonly ChainLink[] {
  const chain = CHAINS[name].filter((link) => request.obtain || !link.obtains);
  if (request.from === undefined || !CHAINS[name].some((link) => link.source === request.from)) return chain;
  return chain.filter((link) => link.source === request.from);
}
