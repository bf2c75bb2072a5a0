import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { SuiteSpec } from '#domain';
import type { EngineInput } from './engine.ts';

/** What a tool that runs on Node is given. */
export interface ToolOptions {
  /** Relative to the suite's folder; none = what the tool finds by its own settings. */
  readonly files: readonly string[];
  /** For the tool, as on its command line. */
  readonly args: readonly string[];
  /** For Node, before the program. */
  readonly nodeArgs: readonly string[];
  /** The program that runs it; absent = the Node that runs reality. */
  readonly node?: string | undefined;
}

/** The keys of a suite whose tool runs on Node; `tool` as its command line is called. */
export function makeToolSchema(tool: string): z.ZodType<ToolOptions> {
  return z.strictObject({
    ...makeCommonShape(tool),
    files: z
      .array(z.string().min(1))
      .readonly()
      .default([])
      .describe(
        `Files or folders, relative to the file that names the suite; none: what ${tool} finds by its own settings.`,
      ),
  });
}

/** The same for a tool that finds no files by itself. */
export function makeFilesSchema(tool: string): z.ZodType<ToolOptions> {
  return z.strictObject({
    ...makeCommonShape(tool),
    files: z.array(z.string().min(1)).min(1).readonly().describe('Files, relative to the file that names the suite.'),
  });
}

function makeCommonShape(tool: string) {
  return {
    args: z.array(z.string()).readonly().default([]).describe(`For ${tool}, as on its command line.`),
    nodeArgs: z.array(z.string()).readonly().default([]).describe('For Node, before the program.'),
    node: z.string().min(1).exactOptional().describe('The Node that runs it; otherwise the one that runs reality.'),
  };
}

/** Absolute paths of what the suite names. */
export function locateFiles(options: ToolOptions, suite: SuiteSpec): readonly string[] {
  return options.files.map((file) => path.resolve(suite.cwd, file));
}

/** A suite of exactly one file needs no file in the titles of its tests; a suite of several does, or they could not be told apart. */
export function isOneFile(files: readonly string[]): boolean {
  const [first] = files;
  return files.length === 1 && first !== undefined && existsSync(first) && statSync(first).isFile();
}

/** A single test needs no file but its own to be loaded. */
export function narrowFiles(
  files: readonly string[],
  { only, suite }: Pick<EngineInput<unknown>, 'only' | 'suite'>,
): readonly string[] {
  const named = only?.tests.map(({ file }) => file) ?? [undefined];
  if (named.includes(undefined)) return files;
  return [...new Set(named.flatMap((file) => (file === undefined ? [] : [path.resolve(suite.cwd, file)])))];
}

export interface InstalledTool {
  readonly home: string;
  readonly version: string;
  readonly major: number;
}

/** Walks up from a folder, as Node would; read by hand, since a package need not show its package.json. */
export function findTool(name: string, from: string): InstalledTool | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const home = path.join(folder, 'node_modules', name);
    const file = path.join(home, 'package.json');
    if (existsSync(file)) return describeTool(realpathSync(home), readFileSync(file, 'utf8'));
    if (folder === path.dirname(folder)) return undefined;
  }
}

function describeTool(home: string, text: string): InstalledTool {
  const json: unknown = JSON.parse(text);
  const version = typeof json === 'object' && json !== null && 'version' in json ? String(json.version) : 'unknown';
  return { home, version, major: Number.parseInt(version, 10) };
}

/** Which majors of a tool we know, each with the oldest Node that it runs on. */
export type KnownMajors = Readonly<Record<number, string>>;

/** Whole sentences about what keeps this tool from running here; empty when nothing does. */
export function complainAboutTool(
  name: string,
  known: KnownMajors,
  { options, suite }: { readonly options: ToolOptions; readonly suite: SuiteSpec },
): readonly string[] {
  const tool = findTool(name, suite.cwd);
  if (tool === undefined) return [`${name} is not installed in ${suite.cwd}: npm install -D ${name}`];
  const oldest = known[tool.major];
  if (oldest === undefined) {
    return [`${name} ${tool.version} is not supported; ${Object.keys(known).join(', ')} are`];
  }
  const { node } = process.versions;
  if (options.node !== undefined || !isOlder(node, oldest)) return [];
  return [`${name} ${tool.version} needs Node ${oldest} or newer, and this is ${node}: name another in node`];
}

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = than.split('.').map(Number);
  return major === wantedMajor ? minor < wantedMinor : major < wantedMajor;
}
