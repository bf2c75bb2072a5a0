import type { ToolName } from '#domain';

/** The release that is obtained when none is asked for. */
export const MEDIAMTX_VERSION = 'v1.19.3';

export const MEDIAMTX_FULL_SUPPORT = '1.15.2';
export const MEDIAMTX_LEAST_SUPPORT = '1.11.0';

export type Support =
  | { readonly kind: 'full' }
  | { readonly kind: 'degraded'; readonly warning: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Whether a version is within the window that docs/reference/tools.md states. FFmpeg is judged by what it can do instead. */
export async function judgeVersion(name: ToolName, version: string): Promise<Support> {
  if (name !== 'mediamtx') return { kind: 'full' };
  // Loaded only here: its 45 files cost more than everything else when all tools are known already.
  const { default: semver } = await import('semver');
  const parsed = semver.parse(version);
  if (parsed === null) return { kind: 'refused', reason: `version ${version} is not a release version` };
  if (semver.lt(parsed, MEDIAMTX_LEAST_SUPPORT)) {
    return { kind: 'refused', reason: `version ${version} is older than v${MEDIAMTX_LEAST_SUPPORT}` };
  }
  if (semver.lt(parsed, MEDIAMTX_FULL_SUPPORT)) {
    return {
      kind: 'degraded',
      warning: `MediaMTX ${version} is older than v${MEDIAMTX_FULL_SUPPORT}: it has no info endpoint, so less can be proved of who answers.`,
    };
  }
  if (parsed.major > 1) {
    return { kind: 'degraded', warning: `MediaMTX ${version} is newer than anything reality was tried with.` };
  }
  return { kind: 'full' };
}

/** `1.14.0` and `v1.14.0` are the same wish. */
export function parseWantedVersion(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  return text.startsWith('v') ? text : `v${text}`;
}
