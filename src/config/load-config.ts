import { describeNearest, findTexts, present } from '#domain';
import type { Config, GuardSettings, ProvisionSettings } from '#domain';
import { ACCEPTED_FILE, findAccepted, readAccepted } from './accepted-causes.ts';
import type { AcceptedRead } from './accepted-causes.ts';
import { checkComponents, findUnusedPorts } from './check-components.ts';
import { checkSuites } from './check-suites.ts';
import { readComponents } from './components.ts';
import type { ReadComponent } from './components.ts';
import { loadForeignKinds } from './foreign-kinds.ts';
import { freezeDeep } from './freeze-deep.ts';
import { locateOptions } from './given-options.ts';
import { refuseConfig } from './issue.ts';
import type { Issue } from './issue.ts';
import { childOf } from './located.ts';
import type { Located, LocatedMap } from './located.ts';
import { mergeLocated } from './merge.ts';
import { findProfile, readConfigFile } from './read-file.ts';
import type { ReadFile } from './read-file.ts';
import { readSections } from './read-sections.ts';
import type { Sections } from './read-sections.ts';
import { readRegistry } from './registry.ts';
import type { Registry } from './registry.ts';
import type { ConfigKinds } from './plug.ts';
import type { LoadRequest } from './request.ts';
import { readSuiteList } from './suite-list.ts';
import type { SuiteList } from './suite-list.ts';

const TOP_KEYS = [
  'version',
  'project',
  'components',
  'requirements',
  'suites',
  'scope',
  'gates',
  'assessment',
  'criteria',
  'outOfScope',
  'effort',
  'budget',
  'limits',
  'run',
  'experiments',
  'guard',
  'allow',
  'provision',
  'profiles',
] as const;

/** A configuration with the tree it was read from, which knows where each value came from. */
export interface LoadedConfig {
  readonly config: Config;
  readonly tree: LocatedMap;
  readonly suites: SuiteList;
  /** The registry files, and how many requirements each gave. */
  readonly registries: readonly { readonly shown: string; readonly count: number }[];
  /** The file of accepted causes, where there is one. */
  readonly acceptedPath: string | undefined;
}

/**
 * Reads the configuration of a folder: file, profile, flags and variables, packs and registry become one frozen Config.
 * Throws `config-not-found`, or `config-invalid` with every mistake at once, each with file, line and column.
 */
export async function loadConfig(request: LoadRequest): Promise<Config> {
  const { config } = await loadWithPlaces(request);
  return config;
}

/** A configuration, and where its accepted causes stand or would stand; throws as loadConfig does. */
export async function loadWithAccepted(
  request: LoadRequest,
): Promise<{ readonly config: Config; readonly acceptedPath: string }> {
  const { config, acceptedPath } = await loadWithPlaces(request);
  return { config, acceptedPath: acceptedPath ?? request.files.resolve(config.root, ACCEPTED_FILE) };
}

/** As loadConfig, with the tree. */
export async function loadWithPlaces(request: LoadRequest): Promise<LoadedConfig> {
  const issues: Issue[] = [];
  const file = await readConfigFile(request, issues);
  if (file.tree === undefined) throw refuseConfig(issues);
  const tree = layOver(file.tree, request, issues);
  checkTopKeys(tree, issues);
  const sections = readSections(tree, issues);
  const folder = request.files.folderOf(file.path);
  const section = childOf(tree, 'components');
  const foreign = await loadForeignKinds(section, folder, request, issues);
  const kinds = { ...request.kinds, ...foreign };
  const components = readComponents(section, kinds, issues);
  const suites = readSuiteList({ tree, folder, run: sections.run }, request, issues);
  const registry = readRegistry(registryPaths(sections, folder, suites, request), request, issues);
  const acceptedPath = findAccepted(sections.assessment, folder, request.files);
  const accepted = acceptedPath === undefined ? undefined : readAccepted(acceptedPath, request, issues);
  issues.push(...checkComponents(components), ...checkPacks(suites, components));
  const requirements = registry.files.length === 0 ? undefined : registry.requirements;
  issues.push(...checkSuites(suites.suites, { components, requirements }));
  if (issues.length > 0) throw refuseConfig(issues);
  const warnings = [...listUnusedPorts(components, suites), ...listWarnings(components, kinds)];
  const config = makeConfig({ request, file, folder, sections, components, suites, registry, accepted, warnings });
  return { config: freezeDeep(config), tree, suites, registries: registry.counts, acceptedPath };
}

// The profile lies over the file, and what was given for this run alone over both.
function layOver(tree: LocatedMap, request: LoadRequest, issues: Issue[]): LocatedMap {
  const profile = findProfile(tree, request, issues);
  const overlays = [...(profile === undefined ? [] : [profile]), ...locateOptions(request, issues)];
  const merged = overlays.reduce<Located>(mergeLocated, tree);
  return merged.kind === 'map' ? merged : tree;
}

function checkTopKeys(tree: LocatedMap, issues: Issue[]): void {
  for (const [key, { place }] of tree.entries) {
    if (TOP_KEYS.some((known) => known === key)) continue;
    issues.push({ place, text: `unknown key "${key}" at the top level${describeNearest(key, TOP_KEYS)}` });
  }
}

function registryPaths(
  sections: Sections,
  folder: string,
  { packs }: SuiteList,
  { files }: LoadRequest,
): readonly string[] {
  return [
    ...sections.requirementFiles.map((path) => files.resolve(folder, path)),
    ...packs.flatMap(({ head, file }) =>
      head.requirements === undefined ? [] : [files.resolve(files.folderOf(file.path), head.requirements)],
    ),
  ];
}

function checkPacks({ packs }: SuiteList, components: readonly ReadComponent[]): readonly Issue[] {
  const known = components.map((one) => one.spec.name);
  return packs.flatMap(({ head, place }) =>
    head.expects
      .filter((name) => !known.includes(name))
      .map((name) => ({
        place,
        text: `the pack ${head.pack} expects a component "${name}"${describeNearest(name, known)}`,
      })),
  );
}

function listUnusedPorts(components: readonly ReadComponent[], { suites }: SuiteList): readonly string[] {
  const texts = suites.flatMap(({ spec }) => findTexts([spec.env, spec.with, spec.options]));
  return findUnusedPorts(
    components,
    texts.map((found) => found.text),
  );
}

/** What kinds have to say of options that are allowed. */
function listWarnings(components: readonly ReadComponent[], kinds: ConfigKinds): readonly string[] {
  return components.flatMap(({ spec, entry: { place } }) =>
    (kinds[spec.kind]?.warn?.(spec.options) ?? []).map((text) => `${place.file}:${place.line}: ${spec.name}: ${text}`),
  );
}

interface Parts {
  readonly warnings: readonly string[];
  readonly request: LoadRequest;
  readonly file: ReadFile;
  readonly folder: string;
  readonly sections: Sections;
  readonly components: readonly ReadComponent[];
  readonly suites: SuiteList;
  readonly registry: Registry;
  readonly accepted: AcceptedRead | undefined;
}

function makeConfig({
  request,
  file,
  folder,
  sections,
  components,
  suites,
  registry,
  accepted,
  warnings,
}: Parts): Config {
  const read = [
    file,
    ...suites.packs.map((pack) => pack.file),
    ...registry.files,
    ...(accepted === undefined ? [] : [accepted.file]),
  ];
  return {
    version: 1,
    project: sections.project,
    file: file.path,
    root: folder,
    ...present({ profile: request.profile }),
    components: components.map((one) => one.spec),
    suites: suites.suites.map((one) => one.spec),
    scope: sections.scope,
    gates: sections.gates,
    assessment: {
      document: sections.assessment.document,
      horizons: sections.assessment.horizons,
      criteria: sections.criteria,
      outOfScope: sections.outOfScope,
      effort: sections.effort,
      accepted: accepted?.accepted ?? [],
    },
    budget: sections.budget,
    requirements: registry.requirements,
    contract: registry.contract,
    provision: resolveProvision(sections.provision, folder, request),
    limits: sections.limits,
    run: sections.run.settings,
    experiments: sections.experiments,
    guard: resolveGuard(sections.guard, folder, request),
    allow: sections.allow,
    sources: Object.fromEntries(read.map(({ shown, text }) => [shown, text])),
    warnings: [...warnings, ...registry.warnings],
  };
}

function resolveGuard({ baseline, ...rest }: GuardSettings, folder: string, { files }: LoadRequest): GuardSettings {
  return { ...rest, ...present({ baseline: baseline === undefined ? undefined : files.resolve(folder, baseline) }) };
}

// A bare name is looked for on the PATH; anything with a slash is a path seen from the file.
function resolveProvision(given: ProvisionSettings, folder: string, { files }: LoadRequest): ProvisionSettings {
  const place = (path: string | undefined): string | undefined =>
    path?.includes('/') === true ? files.resolve(folder, path) : path;
  const { mediamtx, ffmpeg, ffprobe, cacheDir } = given;
  const found = {
    mediamtx: place(mediamtx),
    ffmpeg: place(ffmpeg),
    ffprobe: place(ffprobe),
    cacheDir: place(cacheDir),
  };
  return { ...given, ...present(found) };
}
