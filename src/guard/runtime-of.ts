import path from 'node:path';

/** A language for which there is a guard, or none. */
export type Runtime = 'node' | 'python' | 'other';

const NODE = /^node(?:js)?(?:[-\d.]+)?$/u;
const PYTHON = /^(?:python|pypy)[\d.]*$/u;

/** What runs a program, by the name of the file that really runs. */
export function runtimeOf(executable: string): Runtime {
  const name = path.basename(executable.replace(/ \(deleted\)$/u, ''));
  if (NODE.test(name)) return 'node';
  return PYTHON.test(name) ? 'python' : 'other';
}

const ONLY_TELLS: Readonly<Record<Runtime, ReadonlySet<string>>> = {
  node: new Set(['-v', '--version', '-h', '--help', '--v8-options', '-c', '--check', '--completion-bash']),
  python: new Set(['-V', '-VV', '--version', '-h', '--help']),
  other: new Set(),
};

/** True when it was only asked what it is: then no program ran in it. */
export function onlyTells(runtime: Runtime, argv: readonly string[]): boolean {
  return ONLY_TELLS[runtime].has(argv[1] ?? '');
}
