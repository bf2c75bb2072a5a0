import { describeNearest, findReferences } from '#domain';
import type { Reference, Requirement } from '#domain';
import { checkTexts, placeOfListed, unknownNames } from './check-components.ts';
import type { ReadComponent } from './components.ts';
import type { Issue } from './issue.ts';
import { placeOf, placeOfValue } from './located.ts';
import type { ReadSuite } from './suites.ts';

export interface SuiteChecks {
  readonly components: readonly ReadComponent[];
  /** Absent = no registry is given, so that ids are free. */
  readonly requirements: readonly Requirement[] | undefined;
}

/** What only a suite, the components and the registry together can tell. */
export function checkSuites(suites: readonly ReadSuite[], checks: SuiteChecks): readonly Issue[] {
  return [...checkNames(suites), ...suites.flatMap((suite) => checkSuite(suite, checks))];
}

function checkNames(suites: readonly ReadSuite[]): readonly Issue[] {
  const seen = new Map<string, ReadSuite>();
  return suites.flatMap((suite) => {
    const first = seen.get(suite.spec.name);
    seen.set(suite.spec.name, first ?? suite);
    if (first === undefined) return [];
    const { file, line } = first.entry.place;
    return [{ place: suite.spec.place, text: `there is already a suite "${suite.spec.name}": ${file}:${line}` }];
  });
}

function checkSuite(suite: ReadSuite, { components, requirements }: SuiteChecks): readonly Issue[] {
  const world = closureOf(wantedBy(suite.spec), components);
  return [
    ...checkRequires(suite, components),
    ...checkSecrets(suite, world),
    ...checkContact(suite, world),
    ...checkWith(suite, world, components),
    ...checkCovers(suite, requirements),
    ...checkEnv(suite, components),
  ];
}

function closureOf(names: readonly string[], components: readonly ReadComponent[]): readonly ReadComponent[] {
  const found = new Set<ReadComponent>();
  const visit = (name: string): void => {
    const component = components.find((one) => one.spec.name === name);
    if (component === undefined || found.has(component)) return;
    found.add(component);
    component.spec.requires.forEach(visit);
  };
  names.forEach(visit);
  return [...found];
}

/** What its world is made of, needed or not. */
function wantedBy({ requires, uses = [] }: ReadSuite['spec']): readonly string[] {
  return [...requires, ...uses];
}

function checkRequires({ spec, entry }: ReadSuite, components: readonly ReadComponent[]): readonly Issue[] {
  const check = (key: 'requires' | 'uses'): readonly Issue[] =>
    unknownNames(spec[key] ?? [], components).map(({ name, hint }) => ({
      place: placeOfListed(entry, key, name),
      text: `suite ${spec.name} ${key} "${name}", which is no component${hint}`,
    }));
  return [...check('requires'), ...check('uses')];
}

function checkSecrets({ spec, entry }: ReadSuite, world: readonly ReadComponent[]): readonly Issue[] {
  if (world.some((one) => !one.sound)) return [];
  const known = world.flatMap((one) => one.spec.declares.secrets.map((secret) => `${one.spec.name}.${secret}`));
  return spec.secrets
    .filter((secret) => !known.includes(secret))
    .map((secret) => {
      const hint = describeNearest(secret, known) || `; there are: ${known.join(', ') || 'none'}`;
      return {
        place: placeOfListed(entry, 'secrets', secret),
        text: `suite ${spec.name} asks for the secret "${secret}", which is not in its world${hint}`,
      };
    });
}

function checkContact({ spec, entry }: ReadSuite, world: readonly ReadComponent[]): readonly Issue[] {
  return Object.keys(spec.contact).flatMap((edge) => {
    const ends = edge.split('>');
    const place = placeOf(entry, ['contact', edge]);
    if (ends.length > 2) return [{ place, text: `"${edge}" must be a component, or two with ">" between them` }];
    return unknownNames(ends, world).map(({ name, hint }) => ({
      place,
      text: `contact "${edge}" names "${name}", which is not in the world of suite ${spec.name}${hint}`,
    }));
  });
}

function checkWith(
  { spec, entry }: ReadSuite,
  world: readonly ReadComponent[],
  components: readonly ReadComponent[],
): readonly Issue[] {
  const names = Object.keys(spec.with);
  const unknown = unknownNames(names, world).map(({ name, hint }) => ({
    place: placeOf(entry, ['with', name]),
    text: `with names "${name}", which is not in the world of suite ${spec.name}${hint}`,
  }));
  const references = names
    .filter((name) => world.some((one) => one.spec.name === name))
    .flatMap((name) =>
      checkTexts({ entry, path: ['with', name, 'env'], from: name }, spec.with[name]?.env, components),
    );
  return [...unknown, ...references];
}

function checkCovers({ spec, entry }: ReadSuite, requirements: readonly Requirement[] | undefined): readonly Issue[] {
  if (requirements === undefined) return [];
  const known = requirements.map((one) => one.id);
  const cited = Object.entries(spec.cites ?? {}).flatMap(([pattern, ids]) =>
    ids.map((id) => ({ id, place: placeOfValue(entry, ['cites', pattern]), how: 'cites' })),
  );
  const covered = spec.covers.map((id) => ({ id, place: placeOfListed(entry, 'covers', id), how: 'covers' }));
  return [...covered, ...cited]
    .filter(({ id }) => !known.includes(id))
    .map(({ id, place, how }) => ({
      place,
      text: `suite ${spec.name} ${how} "${id}", which is in no registry of requirements${describeNearest(id, known)}`,
    }));
}

// To the checker of references a suite is one more component: what it may name is itself no part of it.
function checkEnv({ spec, entry }: ReadSuite, components: readonly ReadComponent[]): readonly Issue[] {
  const itself: ReadComponent = {
    spec: {
      name: `suite ${spec.name}`,
      kind: '',
      requires: wantedBy(spec),
      autostart: true,
      options: undefined,
      declares: { ports: [], urls: [], secrets: [], dirs: [], facts: [] },
      place: spec.place,
    },
    entry,
    sound: true,
  };
  const where = { entry, path: ['env'], from: itself.spec.name };
  if (wantedBy(spec).length === 0) return checkWorldless({ spec, entry });
  return [...checkTexts(where, spec.env, [...components, itself]), ...checkEnvSecrets({ spec, entry }, components)];
}

function checkWorldless({ spec, entry }: ReadSuite): readonly Issue[] {
  return Object.entries(spec.env).flatMap(([name, text]) =>
    findReferences(text).map((reference) => ({
      place: placeOfValue(entry, ['env', name]),
      text: `${reference.text} refers to a world, and suite ${spec.name} requires nothing; write $$\{ for a literal $\{`,
    })),
  );
}

function checkEnvSecrets({ spec, entry }: ReadSuite, components: readonly ReadComponent[]): readonly Issue[] {
  return Object.entries(spec.env).flatMap(([name, text]) =>
    findReferences(text).flatMap((reference) => {
      const secret = secretOf(reference, components);
      if (secret === undefined || spec.secrets.includes(secret)) return [];
      const holds = reference.path[1] === 'secrets' ? 'is' : `holds ${secret},`;
      return [
        {
          place: placeOfValue(entry, ['env', name]),
          text: `${reference.text} ${holds} a secret that suite ${spec.name} does not ask for; add it to secrets`,
        },
      ];
    }),
  );
}

/** `component.secret` that a reference leads to, by itself or inside an address. */
function secretOf({ path }: Reference, components: readonly ReadComponent[]): string | undefined {
  const [component = '', field, name = ''] = path;
  if (field === 'secrets') return `${component}.${name}`;
  if (field !== 'urls') return undefined;
  const secret = components.find((one) => one.spec.name === component)?.spec.declares.secretUrls?.[name];
  return secret === undefined ? undefined : `${component}.${secret}`;
}
