import { KINDS, adoptKind } from '#component';
import { OPTION_NAMES, loadConfig } from '#config';
import type { GivenOption, LoadRequest } from '#config';
import type { Config } from '#domain';
import { ENGINES } from '#engine';
import { configFiles } from './config-files.ts';
import type { Given } from './given.ts';
import { PACKAGE_ROOT } from './places.ts';
import type { Shell } from './shell.ts';

/** What a configuration is loaded from: the file, and every flag and variable that outranks it. */
export function loadRequest(shell: Shell, given: Given): LoadRequest {
  const file = given.text('config');
  const profile = given.text('profile');
  return {
    cwd: shell.environment.cwd,
    kinds: KINDS,
    adoptKind,
    engines: ENGINES,
    files: configFiles,
    packageRoot: PACKAGE_ROOT,
    options: OPTION_NAMES.flatMap((name) => readOption(given, name)),
    ...(file === undefined ? {} : { file }),
    ...(profile === undefined ? {} : { profile }),
  };
}

/** Throws `config-not-found` or `config-invalid` with every issue at once. */
export async function loadProject(shell: Shell, given: Given): Promise<Config> {
  return loadConfig(loadRequest(shell, given));
}

function readOption(given: Given, name: GivenOption['name']): readonly GivenOption[] {
  if (name === 'max-failures' && given.flag('fail-fast')) return [{ name, value: 1, from: 'flag' }];
  if (name === 'gate') return readGates(given);
  if (name === 'no-tap' || name === 'guard' || name === 'scan') return readOff(given, name);
  const from = given.source(name);
  const value = given.text(name);
  return from === undefined || value === undefined ? [] : [{ name, value, from }];
}

/** `--no-tap`, `--no-guard`, `--no-scan`: commander keeps such an option under the name without its `no`. */
function readOff(given: Given, name: 'no-tap' | 'guard' | 'scan'): readonly GivenOption[] {
  const known = name === 'no-tap' ? 'tap' : name;
  return given.isOff(known) ? [{ name, value: 'off', from: given.source(known) ?? 'flag' }] : [];
}

// `--require-all` is a gate by another name; one given by its own name outranks it.
function readGates(given: Given): readonly GivenOption[] {
  const from = given.source('gate');
  const all: readonly GivenOption[] = given.flag('require-all')
    ? [{ name: 'gate', value: ['blocked=0'], from: 'flag' }]
    : [];
  return from === undefined ? all : [...all, { name: 'gate', value: given.list('gate'), from }];
}
