export const TOOL_NAMES = ['mediamtx', 'ffmpeg', 'ffprobe'] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

/** Which link of the chain in design §2 supplied the tool. */
export type ToolSource = 'given' | 'path' | 'cache' | 'download' | 'build' | 'npm';

/** The executable that really runs: found by starting it and reading /proc, so a wrapper is fine and a poser is not. */
export interface ToolIdentity {
  readonly name: ToolName;
  /** What the chain found and we start. */
  readonly path: string;
  /** The program behind it. */
  readonly executable: string;
  readonly version: string;
  readonly sha256: string;
  readonly source: ToolSource;
}

export type Toolbox = Readonly<Partial<Record<ToolName, ToolIdentity>>>;
