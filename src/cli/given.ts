import type { Command } from 'commander';
import { RealityError } from '#domain';

/** What the user typed for one command, or gave in REALITY_OPT_ variables. */
export interface Given {
  readonly words: readonly string[];
  readonly flag: (name: string) => boolean;
  /** True when `--no-NAME` was given. */
  readonly isOff: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly list: (name: string) => readonly string[];
  /** A whole number of at least `least`; throws `usage` otherwise. */
  readonly number: (name: string, least: number) => number | undefined;
  readonly source: (name: string) => 'flag' | 'variable' | undefined;
}

/** Commander's untyped options behind typed questions. Names are those of the long flags: `max-failures`. */
export function makeGiven(command: Command): Given {
  const values: Readonly<Record<string, unknown>> = command.optsWithGlobals();
  const read = (name: string): unknown =>
    values[name.replaceAll(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase())];
  const text = (name: string): string | undefined => {
    const value = read(name);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    words: command.args,
    text,
    isOff: (name) => read(name) === false,
    flag: (name) => read(name) === true || isYes(text(name)),
    list: (name) => asList(read(name)),
    number: (name, least) => asNumber(name, text(name), least),
    source: (name) => sourceOf(command, name),
  };
}

// A variable for an option without argument comes as text.
function isYes(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false', 'no'].includes(value);
}

function asList(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? value.split(',') : [];
}

function asNumber(name: string, value: string | undefined, least: number): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+$/u.test(value) || Number(value) < least) {
    throw new RealityError('usage', `--${name} takes a whole number of at least ${least}, not ${value}`);
  }
  return Number(value);
}

function sourceOf(command: Command, name: string): 'flag' | 'variable' | undefined {
  const source = command.getOptionValueSourceWithGlobals(
    name.replaceAll(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase()),
  );
  if (source === 'cli') return 'flag';
  return source === 'env' ? 'variable' : undefined;
}
