// The world as flat variables, for suites that do not read REALITY_WORLD. Documented in docs/reference/suite-environment.md and stable.

import type { ComponentDeclaration } from './config.ts';
import { WORLD_DIRS } from './reference.ts';
import type { WorldFile } from './world-file.ts';

/** Names that a child finds anyway; no component may produce one of them, nor anything below `REALITY_OPT_`. */
const RESERVED: readonly string[] = [
  'REALITY_RUN_ID',
  'REALITY_SUITE',
  'REALITY_NONCE',
  'REALITY_TMP',
  'REALITY_ARTIFACTS',
  'REALITY_DEADLINE_MS',
  'REALITY_EVENTS',
  'REALITY_WORLD',
  'REALITY_MARKER',
];

interface Named {
  readonly name: string;
  readonly declares: ComponentDeclaration;
}

/** `camera-0`, `URL`, `rtsp` → `REALITY_CAMERA_0_URL_RTSP`. */
function variableName(...parts: readonly string[]): string {
  return ['REALITY', ...parts]
    .join('_')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_]/gu, '_');
}

/** All variables of a world file: HOST, PORT, URL, FACT and SECRET of each component, and the directories. */
export function makeWorldVariables(file: WorldFile): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const [name, path] of Object.entries(file.dirs)) variables[variableName('DIR', name)] = path;
  for (const [name, component] of Object.entries(file.components)) {
    variables[variableName(name, 'HOST')] = component.host;
    const groups = { PORT: component.ports, URL: component.urls, FACT: component.facts, SECRET: component.secrets };
    for (const [group, values] of Object.entries(groups)) {
      for (const [key, value] of Object.entries(values)) variables[variableName(name, group, key)] = String(value);
    }
  }
  return variables;
}

/** Sentences about components whose variables would be the same, or would be taken for something else; empty = fine. */
export function findVariableCollisions(components: readonly Named[]): readonly string[] {
  const owners = new Map<string, string>(RESERVED.map((name) => [name, 'the harness']));
  for (const dir of WORLD_DIRS) owners.set(variableName('DIR', dir), `the directory ${dir}`);
  const problems: string[] = [];
  for (const component of components) {
    for (const [name, owner] of variablesOf(component)) {
      const other = owners.get(name);
      if (other !== undefined && other !== owner) problems.push(`${owner} and ${other} would both be told as ${name}`);
      if (name.startsWith('REALITY_OPT_'))
        problems.push(`${owner} would be told as ${name}, which is read as an option`);
      owners.set(name, owner);
    }
  }
  return problems;
}

function variablesOf({ name, declares }: Named): readonly (readonly [variable: string, owner: string])[] {
  const one = (group: string, keys: readonly string[]): (readonly [string, string])[] =>
    keys.map((key) => [variableName(name, group, key), `${group.toLowerCase()} ${key} of component ${name}`]);
  return [
    [variableName(name, 'HOST'), `the host of component ${name}`],
    ...one(
      'PORT',
      declares.ports.map((port) => port.name),
    ),
    ...one('URL', declares.urls),
    ...one('FACT', declares.facts),
    ...one('SECRET', declares.secrets),
    ...declares.dirs.map((dir) => [variableName('DIR', dir), `directory ${dir} of component ${name}`] as const),
  ];
}
