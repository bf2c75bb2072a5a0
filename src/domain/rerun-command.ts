import type { RunStarted } from './events.ts';

/** Options that say which project a run was about: without them a command would run something else. */
const KEPT: ReadonlyMap<string, string> = new Map([
  ['-c', '--config'],
  ['--config', '--config'],
  ['--profile', '--profile'],
  ['-o', '--output'],
  ['--output', '--output'],
]);

/** `reality run …` for the same project, fit to be pasted into a shell. */
export function rerunCommand({ argv }: Pick<RunStarted, 'argv'>, words: readonly string[]): string {
  return ['reality', 'run', ...words, ...keptOptions(argv)].map(quoteWord).join(' ');
}

/** The same command with the same seed; undefined for what `run` did not make. */
export function repeatCommand({ argv, seed }: Pick<RunStarted, 'argv' | 'seed'>): string | undefined {
  if (argv[0] !== 'run') return undefined;
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  const rest = own.filter((word, index) => !word.startsWith('--seed') && own[index - 1] !== '--seed');
  return ['reality', ...rest, '--seed', seed, ...argv.slice(own.length)].map(quoteWord).join(' ');
}

/** A stored run as a person names it to `reality assess`: by its id, or by its folder where that is not the project's own. */
export function storedRunWord({ argv, runId }: Pick<RunStarted, 'argv' | 'runId'>): string {
  const kept = keptOptions(argv);
  const at = kept.indexOf('--output');
  return at === -1 ? runId : quoteWord(`${kept[at + 1] ?? ''}/${runId}`);
}

function keptOptions(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  return own.flatMap((word, index) => {
    const [name, value] = word.startsWith('--') ? splitOnce(word) : [word, undefined];
    const option = KEPT.get(name);
    const given = value ?? own[index + 1];
    return option === undefined || given === undefined ? [] : [option, given];
  });
}

function splitOnce(word: string): readonly [string, string | undefined] {
  const at = word.indexOf('=');
  return at === -1 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

/** A word as a shell takes it. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./~-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
