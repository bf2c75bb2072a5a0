import type { ToolName } from '#domain';
import { MEDIAMTX_FULL_SUPPORT, MEDIAMTX_LEAST_SUPPORT } from './support.ts';
import { TOOL_QUESTIONS } from './tool-questions.ts';
import type { ProvisionResult } from './types.ts';

/** One line of `reality doctor`: what, found, needed, how to mend. */
export interface ToolLine {
  readonly what: string;
  readonly isReady: boolean;
  readonly found: string;
  readonly needed: string;
  /** Empty when nothing has to be done. */
  readonly mend: string;
}

const NEEDED: Readonly<Record<ToolName, string>> = {
  mediamtx: `v${MEDIAMTX_FULL_SUPPORT} or newer (v${MEDIAMTX_LEAST_SUPPORT} with less proof)`,
  ffmpeg: 'libx264, RTSP output and input',
  ffprobe: 'JSON output, RTSP input',
};

export function describeTool(result: ProvisionResult): ToolLine {
  if (result.kind === 'found') {
    const { name, version, path, executable, sha256, source } = result.tool;
    const behind = executable === path ? '' : ` → ${executable}`;
    const found = `${version}, ${path}${behind} (${source}, sha256 ${sha256.slice(0, 12)}…)`;
    const { title } = TOOL_QUESTIONS[name];
    return { what: title, isReady: true, found, needed: NEEDED[name], mend: result.warnings.join(' ') };
  }
  const tried = result.attempts.map(({ source, what, result: came }) => `${source}: ${what}: ${came}`);
  return {
    what: TOOL_QUESTIONS[result.name].title,
    isReady: false,
    found: tried.length === 0 ? 'nothing' : tried.join('; '),
    needed: NEEDED[result.name],
    mend: result.remedy,
  };
}
