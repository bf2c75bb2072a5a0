import type { Bag, Guard, PinPart, PolicyPart, ProgramPart, ShellPart } from './guard-face.ts';

// Programs that the test starts: whether they carry the guard on, and whether they play servers.
const fs = require('node:fs') as typeof import('node:fs');
const { wrap, replace } = require('./guard-pins.cjs') as PinPart;
const { isInstalled } = require('./guard-policy.cjs') as PolicyPart;

interface Start {
  readonly file?: unknown;
  readonly args?: readonly unknown[];
  readonly envPairs?: readonly unknown[];
}

type ReadVariable = (name: string) => string | undefined;

const armProcesses = (guard: Guard, exported: Bag): void => {
  armSpawn(guard, (exported['ChildProcess'] as { readonly prototype: Bag }).prototype);
  for (const name of ['spawnSync', 'execFileSync', 'execSync']) armSync(guard, exported, name);
};

const armSpawn = (guard: Guard, prototype: Bag): void => {
  const spawn = wrap(prototype['spawn'], (original, self, given) => {
    const { file, args = [], envPairs } = (given[0] ?? {}) as Start;
    const words = [file, ...args.slice(1)].filter((word) => typeof word === 'string');
    const pairs = Array.isArray(envPairs) ? envPairs.map(String) : [];
    const read: ReadVariable = (name) => pairs.findLast((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
    refuseMockProgram(guard, words, read('PATH'));
    const result = Reflect.apply(original, self, given);
    const { pid } = self as { readonly pid?: number };
    if (pid !== undefined) tellSpawned(guard, pid, words, read);
    return result;
  });
  replace(prototype, 'spawn', spawn);
};

/** They end before their pid is told, where it is told at all: 0 = not known. */
const armSync = (guard: Guard, exported: Bag, name: string): void => {
  const judged = wrap(exported[name], (original, self, given) => {
    const [file] = given;
    const args = Array.isArray(given[1]) ? (given[1] as unknown[]) : [];
    const options = given.slice(1).find((each) => typeof each === 'object' && each !== null && !Array.isArray(each));
    const words = [file, ...args].filter((word) => typeof word === 'string');
    const env = ((options as Bag | undefined)?.['env'] ?? process.env) as Record<string, string | undefined>;
    refuseMockProgram(guard, words, env['PATH']);
    const result = Reflect.apply(original, self, given);
    const child = typeof result === 'object' && result !== null && 'pid' in result ? result.pid : 0;
    tellSpawned(guard, child, words, (key) => env[key]);
    return result;
  });
  replace(exported, name, judged);
};

/** Enough to know a command again. */
const MAX_ARGUMENTS = 8;
const MAX_ARGUMENT = 200;

const cut = (args: readonly string[]): readonly string[] =>
  args.slice(0, MAX_ARGUMENTS).map((word) => word.slice(0, MAX_ARGUMENT));

const FIRST_LINE_BYTES = 200;

/** By its first line; a program may be of any size. */
const runtimeOfScript = (program: string, searchPath: string): 'node' | 'python3' | undefined => {
  const line = readFirstLine(program.includes('/') ? program : findOnPath(program, searchPath));
  if (!line.startsWith('#!')) return undefined;
  if (line.includes('node')) return 'node';
  return line.includes('python') ? 'python3' : undefined;
};

const readFirstLine = (file = ''): string => {
  let descriptor: number | undefined;
  try {
    descriptor = fs.openSync(file, 'r');
    const bytes = Buffer.alloc(FIRST_LINE_BYTES);
    return bytes.toString('latin1', 0, fs.readSync(descriptor, bytes)).split('\n')[0] ?? '';
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
};

const tellSpawned = (guard: Guard, child: unknown, words: readonly string[], read: ReadVariable): void => {
  const guarded = isGuarded(guard, read);
  const args = cut(words.slice(1));
  guard.ledger.write({ kind: 'spawned', child, program: words[0] ?? '', args, guarded });
  const { unguardedIn } = require('./guard-shell.cjs') as ShellPart;
  const searchPath = read('PATH') ?? '';
  for (const lost of unguardedIn(words, !guarded, (program) => runtimeOfScript(program, searchPath))) {
    guard.ledger.write({ kind: 'spawned', child: 0, ...lost, args: cut(lost.args), guarded: false });
  }
  const tool = findTool(words, searchPath);
  if (tool !== undefined) guard.ledger.write({ kind: 'spawned', child, program: tool, guarded });
};

/** Tools that a suite has of the run; also as the first word that a shell is given. */
const TOOL = /(?:^|[;&|]\s*)(ffmpeg|ffprobe|mediamtx)(?=\s|$)/;

/** The file that is started under the name of a tool: a script that ends at once is seen by nobody else. */
const findTool = (words: readonly string[], searchPath: string): string | undefined => {
  const name = words.map((word) => TOOL.exec(word)?.[1]).find((each) => each !== undefined);
  if (name === undefined) return undefined;
  return findOnPath(name, searchPath);
};

const findOnPath = (name: string, searchPath: string): string | undefined => {
  const folders = searchPath.split(':').filter((folder) => folder !== '');
  return folders.map((folder) => `${folder}/${name}`).find((file) => fs.existsSync(file));
};

const isGuarded = ({ preload }: Guard, read: ReadVariable): boolean =>
  read('REALITY_GUARD') !== undefined && read('NODE_OPTIONS')?.includes(preload) === true;

/** A common name does not count where the PATH leads to another program of that name. */
const findMockProgram = (words: readonly string[], searchPath = ''): string | undefined => {
  const { AMBIGUOUS, PACKAGE, findMockProcess } = require('./guard-programs.cjs') as ProgramPart;
  const { commandsOf } = require('./guard-shell.cjs') as ShellPart;
  for (const [program = '', ...rest] of commandsOf(words)) {
    const found = findMockProcess([program, ...rest]);
    if (found !== undefined) return found;
    if (!AMBIGUOUS.has(program)) continue;
    const file = findOnPath(program, searchPath);
    if (file === undefined || PACKAGE.test(fs.realpathSync(file))) return program;
  }
  return undefined;
};

const refuseMockProgram = (guard: Guard, words: readonly string[], searchPath: string | undefined): void => {
  const what = findMockProgram(words, searchPath);
  if (what === undefined) return;
  const place = guard.places.caller(undefined, isInstalled);
  if (place === undefined) return;
  guard.refuse({
    rule: 'mock-program',
    verdict: 'block',
    what,
    sentence: `${what} was started, a program that plays servers`,
    mend: 'start the real part as a component of reality.yaml and let the test talk to it',
    place,
  });
};

module.exports = { armProcesses };
