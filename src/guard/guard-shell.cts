import type { ShellPart } from './guard-face.ts';

// What a shell is told to start, and which variables its line takes from it.
const SHELL = /^(?:ba|da|z|k)?sh$/u;
/** Words of a line of shell, and what stands between its commands. */
const WORD = /(?:[^\s;&|()"']|"[^"]*"|'[^']*')+|[;&|()\n]+/gu;
const BETWEEN = /^[;&|()\n]+$/u;
/** What stands before the program itself. */
const BEFORE = /^(?:exec|env|sudo|nohup|time|command|export)$/u;
const SETS = /^(?<name>\w+)=(?<value>.*)$/su;
const CLEARS = /^(?:-i|-|--ignore-environment)$/u;

interface Command {
  readonly words: readonly string[];
  /** The variables that it does not hand on; `*` = none. */
  readonly loses: readonly string[];
}

const nameOf = (word: string): string => word.slice(word.lastIndexOf('/') + 1);

/** A shell, or a whole line in the place of a program, which Node hands to one. */
const isShell = ([program = '']: readonly string[]): boolean => SHELL.test(nameOf(program)) || /\s/u.test(program);

const readCommands = (words: readonly string[]): readonly Command[] => {
  if (!isShell(words)) return [{ words, loses: [] }];
  const isNamed = SHELL.test(nameOf(words[0] ?? ''));
  const lines = isNamed ? words.slice(1).filter((word) => !word.startsWith('-')) : [words.join(' ')];
  return lines.flatMap(readLine);
};

const readLine = (line: string): readonly Command[] => {
  const commands: Command[] = [];
  const lost: string[] = [];
  let parts: string[] = [];
  for (const word of [...(line.match(WORD) ?? []), ';']) {
    if (!BETWEEN.test(word)) {
      parts.push(word);
      continue;
    }
    const { words, loses } = readCommand(parts);
    // What is unset or set by itself holds for what follows.
    if (words.length === 0 || words[0] === 'unset') lost.push(...loses, ...words);
    commands.push({ words, loses: [...lost, ...loses] });
    parts = [];
  }
  return commands;
};

const readCommand = (parts: readonly string[]): Command => {
  const loses: string[] = [];
  let at = 0;
  for (; at < parts.length; at += 1) {
    const part = parts[at] ?? '';
    if (SETS.test(part)) loses.push(...overwrittenBy(part));
    else if (part === '-u') loses.push(parts[(at += 1)] ?? '');
    else if (CLEARS.test(part)) loses.push('*');
    else if (!BEFORE.test(part)) break;
  }
  return { words: parts.slice(at).map((part) => part.replaceAll(/^["']|["']$/gu, '')), loses };
};

const overwrittenBy = (part: string): readonly string[] => {
  const { name = '', value = '' } = SETS.exec(part)?.groups ?? {};
  return value.includes(`$${name}`) || value.includes(`\${${name}`) ? [] : [name];
};

const commandsOf: ShellPart['commandsOf'] = (words) => readCommands(words).map((command) => command.words);

type Runtime = 'node' | 'python3';

const NEEDS: Readonly<Record<Runtime, readonly string[]>> = {
  node: ['*', 'REALITY_GUARD', 'NODE_OPTIONS'],
  python3: ['*', 'REALITY_GUARD', 'PYTHONPATH'],
};

const runtimeOf = (program: string): Runtime | undefined => {
  if (/^node(?:js)?[-\d.]*$/u.test(nameOf(program))) return 'node';
  return /^(?:python|pypy)[\d.]*$/u.test(nameOf(program)) ? 'python3' : undefined;
};

const unguardedIn: ShellPart['unguardedIn'] = (words, isLost, runtimeOfScript) => {
  if (!isShell(words)) return [];
  return readCommands(words).flatMap(({ words: [program = '', ...args], loses }) => {
    if (program === '' || !(isLost || loses.length > 0)) return [];
    const own = runtimeOf(program);
    const runtime = own ?? runtimeOfScript(program);
    if (runtime === undefined) return [];
    if (!isLost && !NEEDS[runtime].some((variable) => loses.includes(variable))) return [];
    return [{ program: runtime, args: own === undefined ? [program, ...args] : args }];
  });
};

module.exports = { commandsOf, unguardedIn } satisfies ShellPart;
