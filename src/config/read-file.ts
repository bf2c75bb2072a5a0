import { describeError, describeNearest, RealityError } from '#domain';
import type { Issue } from './issue.ts';
import { childOf, locate } from './located.ts';
import type { Located, LocatedMap } from './located.ts';
import { readYaml } from './read-yaml.ts';
import type { LoadRequest } from './request.ts';

const NAMES = ['reality.yaml', 'reality.yml', 'reality.config.js', 'reality.config.mjs'] as const;
const SIZE_LIMIT = 1_000_000;

export interface ReadFile {
  /** Absolute. */
  readonly path: string;
  /** As messages show it. */
  readonly shown: string;
  readonly text: string;
  readonly tree: LocatedMap | undefined;
}

/** Finds and reads the configuration. Throws `config-not-found`; what is wrong inside goes to `issues`. */
export async function readConfigFile(request: LoadRequest, issues: Issue[]): Promise<ReadFile> {
  const path = findConfigFile(request);
  if (/\.m?js$/u.test(path)) return readModule(path, request, issues);
  return readYamlFile(path, request, issues);
}

function findConfigFile({ cwd, file, files }: LoadRequest): string {
  if (file !== undefined) return findGivenFile(files.resolve(cwd, file), files.exists);
  const found = NAMES.filter((name) => files.exists(files.resolve(cwd, name)));
  const [first] = found;
  if (first === undefined) {
    throw new RealityError('config-not-found', `there is no ${NAMES[0]} in ${cwd}`, {
      details: ['reality init writes one; -c names another file'],
    });
  }
  if (found.length > 1) {
    throw new RealityError('usage', `there are several configurations in ${cwd}: ${found.join(', ')}`, {
      details: ['-c says which is meant'],
    });
  }
  return files.resolve(cwd, first);
}

function findGivenFile(path: string, exists: (path: string) => boolean): string {
  if (exists(path)) return path;
  throw new RealityError('config-not-found', `there is no file ${path}`);
}

/** What reading one file takes of a request. */
export type FileRequest = Pick<LoadRequest, 'cwd' | 'files'>;

/** Reads a YAML file whose content must be a map. Undefined when it is not, or when there is none. */
export function readYamlFile(path: string, request: FileRequest, issues: Issue[]): ReadFile {
  const shown = showPath(path, request.cwd);
  const text = readTextOrIssue(path, shown, request, issues);
  if (text === undefined) return { path, shown, text: '', tree: undefined };
  const read = readYaml(text, shown);
  issues.push(...read.issues);
  if (read.issues.length > 0) return { path, shown, text, tree: undefined };
  return { path, shown, text, tree: demandMap(read.located, shown, issues) };
}

function readTextOrIssue(path: string, shown: string, request: FileRequest, issues: Issue[]): string | undefined {
  const place = { file: shown, line: 1, column: 1 };
  try {
    const text = request.files.readText(path);
    if (text === undefined) issues.push({ place, text: 'there is no such file' });
    else if (text.length > SIZE_LIMIT) issues.push({ place, text: `the file has more than ${SIZE_LIMIT} characters` });
    else return text;
  } catch (error) {
    issues.push({ place, text: `the file cannot be read: ${describeError(error)}` });
  }
  return undefined;
}

async function readModule(path: string, request: LoadRequest, issues: Issue[]): Promise<ReadFile> {
  const shown = showPath(path, request.cwd);
  const place = { file: shown, line: 1, column: 1 };
  const text = request.files.readText(path) ?? '';
  try {
    const value = await request.files.importDefault(path);
    return { path, shown, text, tree: demandMap(locate(value, place), shown, issues) };
  } catch (error) {
    issues.push({ place, text: `the module cannot be loaded: ${describeError(error)}` });
    return { path, shown, text, tree: undefined };
  }
}

function demandMap(located: Located | undefined, shown: string, issues: Issue[]): LocatedMap | undefined {
  if (located?.kind === 'map') return located;
  const place = located?.place ?? { file: shown, line: 1, column: 1 };
  issues.push({ place, text: located === undefined ? 'the file is empty' : 'the file must hold a map' });
  return undefined;
}

/** A path below the folder in which the command was typed is shown relative to it. */
export function showPath(path: string, cwd: string): string {
  return path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}

/** The overlay of a profile, or an issue that names those that are there. */
export function findProfile(tree: LocatedMap, request: LoadRequest, issues: Issue[]): Located | undefined {
  if (request.profile === undefined) return undefined;
  const profiles = childOf(tree, 'profiles');
  const found = profiles === undefined ? undefined : childOf(profiles, request.profile);
  if (found?.kind === 'map') return found;
  const known = profiles?.kind === 'map' ? [...profiles.entries.keys()] : [];
  const hint = describeNearest(request.profile, known) || `; there are: ${known.join(', ') || 'none'}`;
  issues.push({ place: { file: '--profile', line: 0, column: 0 }, text: `no profile "${request.profile}"${hint}` });
  return undefined;
}
