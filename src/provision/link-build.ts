import { listEntries } from './entries.ts';
import { buildMediamtx } from './build-mediamtx.ts';
import type { LinkContext, LinkResult } from './link.ts';
import { obtainEntry } from './obtain.ts';

/** MediaMTX built with the Go toolchain of this host from its public module. */
export async function tryBuild(context: LinkContext): Promise<LinkResult> {
  const entry = listEntries(context).find(({ source }) => source === 'build');
  if (entry === undefined) return { attempts: [] };
  const { environment, signal } = context.request;
  const version = context.mediamtxVersion;
  return obtainEntry(context, {
    source: 'build',
    entry: entry.name,
    what: `Go module github.com/bluenviron/mediamtx@${version}`,
    make: async (work, say) => buildMediamtx(version, { environment, signal, work, say }),
  });
}
