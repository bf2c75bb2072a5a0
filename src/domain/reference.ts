// The `${…}` references of a configuration: `${dirs.recordings}`, `${service.host}`, `${mediamtx.ports.api}`, `${service.urls.ws}`,
// `${service.secrets.jwt}`, `${camera0.facts.path}`. `$${` stands for a literal `${`. Nothing else is interpreted.

import type { ComponentDeclaration } from './config.ts';

/** Directories that every world has. A component may declare more. */
export const WORLD_DIRS = ['config', 'recordings', 'snapshots', 'streams', 'devices', 'logs'] as const;

export interface Reference {
  /** As written, with `${` and `}`. */
  readonly text: string;
  /** `['service', 'ports', 'ws']`; a malformed reference has an empty path. */
  readonly path: readonly string[];
}

/** What a static check needs to know of a component. `requires` must already hold what its kind implies. */
export interface ReferableComponent {
  readonly name: string;
  readonly requires: readonly string[];
  readonly declares: ComponentDeclaration;
}

/** `known` are the names that could have been meant, for "did you mean". */
export interface ReferenceProblem {
  readonly reference: string;
  readonly text: string;
  readonly known: readonly string[];
}

const PATTERN = /\$\$\{|\$\{([^}]*)\}?/gu;
const SEGMENT = /^[A-Za-z0-9_-]+$/u;

/** All references of one text, in order, malformed ones included. */
export function findReferences(text: string): readonly Reference[] {
  return [...text.matchAll(PATTERN)]
    .filter((match) => match[0] !== '$${')
    .map((match) => ({ text: match[0], path: parsePath(match[0]) }));
}

/** The text with each reference replaced by what `lookUp` gives; it decides what an unknown one becomes, or throws. */
export function fillReferences(text: string, lookUp: (reference: Reference) => string): string {
  return text.replace(PATTERN, (whole: string) =>
    whole === '$${' ? '${' : lookUp({ text: whole, path: parsePath(whole) }),
  );
}

/** Every text inside a value of maps and lists, with the path to it. Keys are not looked at. */
export function findTexts(
  value: unknown,
  path: readonly string[] = [],
): readonly { path: readonly string[]; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => findTexts(item, [...path, String(index)]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => findTexts(item, [...path, key]));
}

/**
 * What is wrong with a reference in the options of component `from`; undefined = it will resolve.
 * Only itself and what stands in its closure of `requires` may be named: anything else might not be in the world.
 */
export function checkReference(
  reference: Reference,
  from: string,
  components: readonly ReferableComponent[],
): ReferenceProblem | undefined {
  const problem = (text: string, known: readonly string[]): ReferenceProblem => ({
    reference: reference.text,
    text: `${reference.text} ${text}`,
    known,
  });
  const [head] = reference.path;
  if (head === undefined)
    return problem('is not a reference; write ${component.ports.name}, or $${ for a literal ${', []);
  const reachable = closureOf(from, components);
  if (head === 'dirs') return checkDirectory(reference, reachable, problem);
  const target = components.find((component) => component.name === head);
  if (target === undefined) return problem('names no component', ['dirs', ...components.map((each) => each.name)]);
  if (!reachable.includes(target)) {
    return problem(`names a component that ${from} does not require; add it to requires`, []);
  }
  return checkField(reference, target, problem);
}

type Problem = (text: string, known: readonly string[]) => ReferenceProblem;

function checkField(reference: Reference, target: ReferableComponent, problem: Problem): ReferenceProblem | undefined {
  const [, field, name] = reference.path;
  if (field === 'host') return name === undefined ? undefined : problem('goes on after host', []);
  const known = namesOf(target.declares, field);
  if (known === undefined) return problem('must go on with one of these', [...FIELDS]);
  if (name !== undefined && known.includes(name) && reference.path.length === 3) return undefined;
  return problem(`names nothing that ${target.name} has under ${String(field)}`, known);
}

const FIELDS = ['host', 'ports', 'urls', 'secrets', 'facts'] as const;

function parsePath(written: string): readonly string[] {
  if (!written.endsWith('}')) return [];
  const path = written.slice(2, -1).split('.');
  return path.every((segment) => SEGMENT.test(segment)) ? path : [];
}

function namesOf(declares: ComponentDeclaration, field: string | undefined): readonly string[] | undefined {
  if (field === 'ports') return declares.ports.map((port) => port.name);
  return field === 'urls' || field === 'secrets' || field === 'facts' ? declares[field] : undefined;
}

function checkDirectory(
  reference: Reference,
  reachable: readonly ReferableComponent[],
  problem: Problem,
): ReferenceProblem | undefined {
  const known = [...WORLD_DIRS, ...reachable.flatMap((component) => component.declares.dirs)];
  const name = reference.path[1];
  if (name !== undefined && known.includes(name) && reference.path.length === 2) return undefined;
  return problem('names no directory of the world', known);
}

function closureOf(from: string, components: readonly ReferableComponent[]): readonly ReferableComponent[] {
  const found = new Set<ReferableComponent>();
  const visit = (name: string): void => {
    const component = components.find((each) => each.name === name);
    if (component === undefined || found.has(component)) return;
    found.add(component);
    component.requires.forEach(visit);
  };
  visit(from);
  return [...found];
}
