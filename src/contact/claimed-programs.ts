import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { TOOL_NAMES } from '#domain';
import type { MockUse, ToolName, Toolbox } from '#domain';

/** A process as it was last seen. */
export interface RunningProgram {
  /** Path of what really runs. */
  readonly executable: string;
  readonly argv: readonly string[];
  /** Its working directory, where that is known: what its arguments are relative to. */
  readonly cwd?: string;
  /** PATH of its environment. */
  readonly searchPath?: string;
}

/** Something that has the name of a tool. */
export interface Claim {
  readonly name: ToolName;
  /** File that has the name. */
  readonly file: string;
  /** How it was met: `found on the PATH of …`, `started as …`. */
  readonly how: string;
  /** The interpreter that was seen to run it; absent where nothing ran. */
  readonly interpreter?: string;
}

/** Starts a program and looks at what really runs: undefined = it is what it claims; else why not. */
export type JudgeProgram = (name: ToolName, file: string) => Promise<string | undefined>;

const INTERPRETER = /^(node|nodejs|deno|bun|python[\d.]*|pypy[\d.]*|perl|ruby|php|java|busybox|(ba|da|z|k|a)?sh|env)$/u;
/** `bash -e /tmp/x/ffmpeg …`: the script is the first argument that is no option. */
const MAX_LEADING_OPTIONS = 4;

/** Who claims to be a tool, and is not the one that was identified: by what ran, and by what the PATH of anybody leads to. */
export function listClaims(programs: readonly RunningProgram[], tools: Toolbox): readonly Claim[] {
  const known = listKnown(tools);
  const isNew = makeFirst();
  const paths = [...new Set(programs.flatMap(({ searchPath }) => searchPath ?? []))];
  const found = paths.flatMap(findOnPath).filter(({ name, file }) => tools[name] !== undefined || isScript(file));
  return [...programs.flatMap(claimsOf), ...found].filter(
    ({ name, file }) => !known.has(resolveFile(file)) && isNew(`${name} ${file}`),
  );
}

/** The claims of variables: `FFMPEG_PATH=/opt/x/ffmpeg`. */
export function listNamed(env: Readonly<Record<string, string>>, tools: Toolbox, whose: string): readonly Claim[] {
  const known = listKnown(tools);
  return Object.entries(env).flatMap(([variable, file]) => {
    const name = toolNamed(path.basename(file));
    if (name === undefined || !path.isAbsolute(file) || !isProgram(file) || known.has(resolveFile(file))) return [];
    return [{ name, file, how: `named by ${variable} of ${whose}` }];
  });
}

/** Judges the claims; what has gone since is judged by what ran it. */
export async function findFakePrograms(claims: readonly Claim[], judge: JudgeProgram): Promise<readonly MockUse[]> {
  const verdicts = await Promise.all(claims.map(async (claim) => ({ claim, why: await judgeClaim(claim, judge) })));
  return verdicts.flatMap(({ claim, why }) => (why === undefined ? [] : [makeMock(claim, why)]));
}

async function judgeClaim({ name, file, interpreter }: Claim, judge: JudgeProgram): Promise<string | undefined> {
  if (isProgram(file)) return judge(name, file);
  return interpreter === undefined ? undefined : `it ran in ${interpreter}, and has been removed since`;
}

function makeMock({ name, file, how }: Claim, why: string): MockUse {
  return {
    rule: 'fake-executable',
    by: 'contact',
    verdict: 'block',
    what: name,
    sentence: `${file}, ${how}, is not ${name}: ${why}`,
    mend: `use the ${name} that this run found, which comes first on the PATH of suites and services; a wrapper that ends in it is fine`,
  };
}

function claimsOf(program: RunningProgram): readonly Claim[] {
  const { executable, argv } = program;
  const how = `started as ${shownCommand(argv)}`;
  const own = toolNamed(path.basename(executable));
  if (own !== undefined) return [{ name: own, file: executable, how }];
  const interpreter = path.basename(executable);
  const claimed = INTERPRETER.test(interpreter) ? findClaimedWord(argv) : undefined;
  if (claimed === undefined) return [];
  return [{ name: claimed.name, file: fromFolder(claimed.word, program), how, interpreter }];
}

/** The script that an interpreter runs; or the name that a process gave itself: nothing but the tool may be called so. */
function findClaimedWord([first = '', ...rest]: readonly string[]):
  | { readonly name: ToolName; readonly word: string }
  | undefined {
  const script = rest.slice(0, MAX_LEADING_OPTIONS).find((word) => !word.startsWith('-'));
  for (const word of [script, first]) {
    const name = word === undefined ? undefined : toolNamed(path.basename(word));
    if (word !== undefined && name !== undefined) return { name, word };
  }
  return undefined;
}

function fromFolder(word: string, { cwd }: RunningProgram): string {
  return path.isAbsolute(word) || cwd === undefined ? word : path.resolve(cwd, word);
}

function findOnPath(searchPath: string): readonly Claim[] {
  const folders = searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return TOOL_NAMES.flatMap((name) => {
    const file = folders.map((folder) => path.join(folder, name)).find(isProgram);
    return file === undefined
      ? []
      : [{ name, file, how: 'found first on the PATH of a process of the suite or of a service' }];
  });
}

function listKnown(tools: Toolbox): ReadonlySet<string> {
  return new Set(
    Object.values(tools).flatMap((tool) => [
      tool.path,
      resolveFile(tool.path),
      tool.executable,
      resolveFile(tool.executable),
    ]),
  );
}

function toolNamed(name: string): ToolName | undefined {
  return TOOL_NAMES.find((tool) => tool === name);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Of a tool that this run did not ask for, a program of whatever build is left alone. */
function isScript(file: string): boolean {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const head = Buffer.alloc(2);
      return readSync(descriptor, head, 0, 2, 0) === 2 && head.toString('latin1') === '#!';
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

function resolveFile(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function shownCommand(argv: readonly string[]): string {
  const text = argv.join(' ');
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function makeFirst(): (key: string) => boolean {
  const seen = new Set<string>();
  return (key) => {
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}
