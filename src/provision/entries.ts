import type { ToolSource } from '#domain';
import type { LinkContext } from './link.ts';
import { NPM_TOOLS, type NpmPin } from './pins.ts';

export interface EntryName {
  readonly name: string;
  readonly source: ToolSource;
}

/** The names under which this tool can lie in the cache. The source is part of it, so that `--from` finds its own. */
export function listEntries(context: LinkContext): readonly EntryName[] {
  const { platform, arch } = context.request.environment;
  if (context.name === 'mediamtx') {
    const stem = `mediamtx-${context.mediamtxVersion}-${platform}-${arch}`;
    const all = (['download', 'build'] as const).map((source) => ({ name: `${stem}-${source}`, source }));
    return all.filter(({ source }) => context.request.from === undefined || isObtaining(context, source));
  }
  const pin = findNpmPin(context);
  return pin === undefined
    ? []
    : [{ name: `${context.name}-${pin.version}-${platform}-${arch}-npm`, source: 'npm' as const }];
}

export function findNpmPin(context: LinkContext): (NpmPin & { readonly about: string }) | undefined {
  return context.name === 'mediamtx' ? undefined : NPM_TOOLS[context.name][context.request.environment.arch];
}

function isObtaining(context: LinkContext, source: ToolSource): boolean {
  const { from } = context.request;
  return from === source || from === 'cache';
}
