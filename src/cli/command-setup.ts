import { TOOL_NAMES } from '#domain';
import type { ToolSource } from '#domain';
import { describeTool, provision, requireTools } from '#provision';
import { exitOfSignal, isAbort } from './exit-of-signal.ts';
import type { Given } from './given.ts';
import { provisionSettings } from './provision-settings.ts';
import type { Interruption, Shell } from './shell.ts';

const SOURCES: readonly ToolSource[] = ['given', 'path', 'cache', 'download', 'build', 'npm'];

/** Obtains the three tools, saying what it does while it does it. Throws `tool-missing` or `tool-refused` with every attempt. */
export async function setup(shell: Shell, given: Given): Promise<number> {
  const abort = new AbortController();
  let first: Interruption | undefined;
  const stopListening = shell.onInterrupt((interruption) => {
    first ??= interruption;
    abort.abort();
  });
  const from = SOURCES.find((source) => source === given.text('from'));
  try {
    const results = await provision({
      tools: TOOL_NAMES,
      settings: await provisionSettings(shell, given),
      environment: shell.environment,
      signal: abort.signal,
      progress: (text) => shell.err(`reality: ${text}\n`),
      obtain: true,
      ...(from === undefined ? {} : { from }),
    });
    const tools = requireTools(results);
    if (given.flag('json')) shell.out(`${JSON.stringify({ version: 1, tools: Object.values(tools) }, null, 2)}\n`);
    else
      for (const line of results.map(describeTool))
        shell.out(`${line.what}: ${line.found}${line.mend === '' ? '' : `\n  ${line.mend}`}\n`);
    return 0;
  } catch (error) {
    if (first !== undefined && isAbort(error)) return exitOfSignal(first);
    throw error;
  } finally {
    stopListening();
  }
}
