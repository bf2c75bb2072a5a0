import type { EngineInput } from './engine.ts';

/** Node strips types by itself from 22.18, and in the 23 line from 23.6. */
function stripsTypes(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 22) return minor >= 18;
  return major === 23 ? minor >= 6 : major > 23;
}

const LOADER_FLAG = /^(?:--import|--loader|--experimental-loader|--require|-r|--experimental-strip-types)(?:=|$)/u;

/** A sentence when a `.ts` suite could not be loaded here; the user can name a loader, we never bring one. */
export function complainAboutTypes(files: readonly string[], nodeArgs: readonly string[]): readonly string[] {
  const typed = files.find((file) => /\.[cm]?ts$/u.test(file));
  if (typed === undefined || stripsTypes(process.versions.node)) return [];
  if (nodeArgs.some((argument) => LOADER_FLAG.test(argument))) return [];
  return [
    `${typed} is TypeScript, which Node ${process.versions.node} does not run: name the compiled file, ` +
      'give a loader in nodeArgs (--import tsx), or use Node 22.18 or newer',
  ];
}

/**
 * The command line of a Node child. Two hung children would compete for the inspector's port 9229, so each takes a free one when it is
 * asked; an idle one tells its open handles in a report. Flags of the user come last and win; NODE_OPTIONS is never touched.
 */
export function makeNodeCommand(
  plugin: string,
  nodeArgs: readonly string[],
  { tmpDir, node = process.execPath }: Pick<EngineInput<unknown>, 'tmpDir'> & { readonly node?: string | undefined },
): readonly [string, ...string[]] {
  const hangs = ['--inspect-port=0', '--report-on-signal', '--report-signal=SIGUSR2', `--report-directory=${tmpDir}`];
  return [node, ...hangs, ...nodeArgs, plugin];
}
