import { RealityError, type ToolIdentity, type ToolName, type Toolbox } from '#domain';
import { TOOL_QUESTIONS } from './tool-questions.ts';
import type { ProvisionResult } from './types.ts';

/**
 * The tools that were found, by name.
 *
 * @throws RealityError `tool-refused` when a path that the user named is no good, `tool-missing` when a chain came to its
 * end; with every attempt as a detail line.
 */
export function requireTools(results: readonly ProvisionResult[]): Toolbox {
  const lacking = results.filter((result) => result.kind !== 'found');
  if (lacking.length > 0) {
    const code = lacking.some((result) => result.kind === 'refused') ? 'tool-refused' : 'tool-missing';
    const names = lacking.map((result) => TOOL_QUESTIONS[result.name].title).join(' and ');
    const verb = code === 'tool-refused' ? 'cannot be used' : 'could not be found or obtained';
    throw new RealityError(code, `${names} ${verb}`, { details: lacking.flatMap((result) => describeLack(result)) });
  }
  const toolbox: Partial<Record<ToolName, ToolIdentity>> = {};
  for (const result of results) if (result.kind === 'found') toolbox[result.tool.name] = result.tool;
  return toolbox;
}

function describeLack(result: Exclude<ProvisionResult, { kind: 'found' }>): readonly string[] {
  const tried = result.attempts.map(({ source, what, result: came }) => `${result.name}: ${source}: ${what}: ${came}`);
  return [...tried, `${result.name}: to mend it, ${result.remedy}`];
}
