import type { ToolIdentity, ToolName, ToolSource } from '#domain';
import { chooseCacheDir } from './cache-folder.ts';
import { identifyTool, type Identification } from './identify.ts';
import { MEDIAMTX_VERSION, parseWantedVersion } from './support.ts';
import type { ProvisionAttempt, ProvisionRequest } from './types.ts';

/** What all links of one tool's chain are handed. */
export interface LinkContext {
  readonly name: ToolName;
  readonly request: ProvisionRequest;
  readonly cacheDir: string;
  /** The release of MediaMTX to obtain, as its tag. */
  readonly mediamtxVersion: string;
  /** A version that the user asked for; any other is then not what was asked for. */
  readonly wantedVersion?: string;
  /** Progress, with the tool's name in front. */
  readonly say: (text: string) => void;
}

export interface LinkFound {
  readonly tool: ToolIdentity;
  readonly warnings: readonly string[];
}

/** What one link came to. Without `found` the next link is asked, unless the user had chosen this one. */
export interface LinkResult {
  readonly attempts: readonly ProvisionAttempt[];
  readonly found?: LinkFound;
}

export type Link = (context: LinkContext) => Promise<LinkResult>;

export function makeLinkContext(name: ToolName, request: ProvisionRequest): LinkContext {
  const wanted = name === 'mediamtx' ? parseWantedVersion(request.settings.mediamtxVersion) : undefined;
  return {
    name,
    request,
    cacheDir: chooseCacheDir(request.settings, request.environment),
    mediamtxVersion: wanted ?? MEDIAMTX_VERSION,
    ...(wanted === undefined ? {} : { wantedVersion: wanted }),
    say: (text) => request.progress(`${name}: ${text}`),
  };
}

/** Identifies the program at a path for this chain and refuses another version than the one that was asked for. */
export async function identifyFor(
  context: LinkContext,
  source: ToolSource,
  file: string,
  extra: { readonly sha256?: string; readonly keep?: boolean } = {},
): Promise<Identification> {
  const { environment, signal } = context.request;
  const identified = await identifyTool({
    name: context.name,
    path: file,
    source,
    environment,
    cacheDir: context.cacheDir,
    signal,
    ...extra,
  });
  if (identified.kind === 'refused' || context.wantedVersion === undefined) return identified;
  if (identified.tool.version === context.wantedVersion) return identified;
  return { kind: 'refused', reason: `it is ${identified.tool.version}, asked for was ${context.wantedVersion}` };
}

/** One attempt as a link result. */
export function makeLinkResult(source: ToolSource, what: string, identified: Identification): LinkResult {
  if (identified.kind === 'refused') return { attempts: [{ source, what, result: identified.reason }] };
  const { tool, warnings } = identified;
  return { attempts: [{ source, what, result: `${tool.version}, taken` }], found: { tool, warnings } };
}

export function makeFailure(source: ToolSource, what: string, result: string): LinkResult {
  return { attempts: [{ source, what, result }] };
}
