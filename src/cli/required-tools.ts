import type { KindTable } from '#component';
import { RealityError, TOOL_NAMES } from '#domain';
import type { Config, ToolName, Toolbox } from '#domain';
import { provision, requireTools } from '#provision';
import { describeMissingPrograms, kindsOf, listPrograms } from './kinds-in-use.ts';
import type { Shell } from './shell.ts';

export interface RequiredTools {
  readonly tools: Toolbox;
  /** What works less well with them, each a whole sentence. */
  readonly warnings: readonly string[];
}

/**
 * The tools that the named components need, found or obtained. Suites of a world find them on their PATH, so a world with a
 * stream brings ffprobe too. Throws `tool-missing` or `tool-refused`, and `host-not-ready` where a server is not installed.
 */
export async function requiredTools(
  shell: Shell,
  config: Config,
  names: readonly string[],
  signal: AbortSignal,
): Promise<RequiredTools> {
  const kinds = await kindsOf(config);
  const [missing, ...more] = describeMissingPrograms(
    listPrograms(config, names, { kinds, environment: shell.environment }),
  );
  if (missing !== undefined) throw new RealityError('host-not-ready', missing, { details: more });
  const tools = toolsOf(config, names, kinds);
  if (tools.length === 0) return { tools: {}, warnings: [] };
  const results = await provision({
    tools,
    settings: config.provision,
    environment: shell.environment,
    signal,
    progress: (text) => shell.err(`reality: ${text}\n`),
    obtain: true,
  });
  const warnings = results.flatMap((result) => (result.kind === 'found' ? result.warnings : []));
  return { tools: requireTools(results), warnings };
}

/** The same, and what optional components need beside it: without that there is a warning, and what cannot start is not there. */
export async function obtainTools(
  shell: Shell,
  config: Config,
  { names, optional }: { readonly names: readonly string[]; readonly optional: readonly string[] },
  signal: AbortSignal,
): Promise<RequiredTools> {
  if (optional.length > 0) {
    try {
      return await requiredTools(shell, config, [...names, ...optional], signal);
    } catch (error) {
      if (!(error instanceof RealityError) || signal.aborted) throw error;
      const { tools, warnings } = await requiredTools(shell, config, names, signal);
      return { tools, warnings: [...warnings, `an optional component cannot start here: ${error.message}`] };
    }
  }
  return requiredTools(shell, config, names, signal);
}

/** What the named components start, and ffprobe beside FFmpeg for their suites. */
export function toolsOf(config: Config, names: readonly string[], kinds: KindTable): readonly ToolName[] {
  const components = config.components.filter((component) => names.includes(component.name));
  const named = new Set(components.flatMap(({ kind, options }) => kinds[kind]?.tools(options) ?? []));
  if (named.has('ffmpeg')) named.add('ffprobe');
  return TOOL_NAMES.filter((name) => named.has(name));
}
