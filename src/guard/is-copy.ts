import path from 'node:path';

/**
 * The same words after a program of the same name: a process that somebody started by himself of the command of a service. A word that
 * refers to something of the world (`--port=${api.ports.http}`) may have become anything.
 */
export function isCopyOf(argv: readonly string[], command: readonly string[]): boolean {
  const [program = '', ...args] = argv;
  const [wanted = '', ...words] = command;
  if (words.length === 0 || args.length !== words.length) return false;
  return path.basename(program) === path.basename(wanted) && words.every((word, index) => isLike(args[index], word));
}

/** A file may be named from another folder. */
function isLike(arg: string | undefined, word: string): boolean {
  if (arg === undefined) return false;
  if (arg === word || word.includes('${')) return true;
  return path.isAbsolute(arg) && word.includes('/') && arg.endsWith(path.join('/', word));
}
