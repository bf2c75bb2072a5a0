import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { RealityError, describeError } from '#domain';
import type { Origin } from '#domain';
import { readJunit, readReportLog } from '#engine';
import type { ForeignSuite, ResultsFile } from '#engine';

type FileFact = Origin['files'][number];

/** Everything that was imported, before it becomes a journal. */
export interface Imported {
  readonly suites: readonly ForeignSuite[];
  readonly origin: Origin;
  /** Milliseconds since 1970: the earliest that the files tell, else the time of change of the first. */
  readonly startedAtMs: number;
  readonly hash: string;
  readonly warnings: readonly string[];
}

interface ReadFile {
  readonly fact: FileFact;
  readonly content: ResultsFile;
  readonly changedAtMs: number;
}

const READERS = { junit: readJunit, reportlog: readReportLog } as const;

/** Reads all files; every one that cannot be read is told with file and line. Throws `results-unreadable`. */
export function importFiles(
  cwd: string,
  files: readonly { readonly format: FileFact['format']; readonly path: string }[],
): Imported {
  const problems: string[] = [];
  const read = files.flatMap(({ format, path }) => {
    const one = readOne(resolve(cwd, path), format);
    if (typeof one !== 'string') return [one];
    problems.push(`${path}:${one}`);
    return [];
  });
  if (problems.length > 0)
    throw new RealityError('results-unreadable', problems[0] ?? '', { details: problems.slice(1) });
  const unique = read.filter((one, index) => read.findIndex(({ fact }) => fact.sha256 === one.fact.sha256) === index);
  const suites = nameSuites(unique);
  const dates = suites.flatMap(({ startedAtMs }) => (startedAtMs === undefined ? [] : [startedAtMs]));
  const hosts = [...new Set(suites.flatMap(({ host }) => (host === undefined ? [] : [host])))].toSorted();
  const origin: Origin = { kind: 'imported', files: unique.map(({ fact }) => fact), hosts };
  return {
    suites,
    origin,
    startedAtMs: dates.length > 0 ? Math.min(...dates) : (unique[0]?.changedAtMs ?? 0),
    hash: createHash('sha256').update(JSON.stringify(origin.files)).digest('hex'),
    warnings: [
      ...(unique.length < read.length ? ['a file that was given twice counts once'] : []),
      ...(dates.length === 0 ? ['no file carries a date: the time of change of the first stands for it'] : []),
      ...unique.flatMap(({ fact, content }) => content.warnings.map((text) => `${fact.name}: ${text}`)),
    ],
  };
}

/** The file, or `line: why`. */
function readOne(path: string, format: FileFact['format']): ReadFile | string {
  try {
    const content = READERS[format](path);
    if (content.damage !== undefined) return `${content.damage.line}: ${content.damage.why}`;
    const bytes = readFileSync(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const fact = { name: basename(path), format, sizeBytes: bytes.length, sha256 };
    return { fact, content, changedAtMs: Math.floor(statSync(path).mtimeMs) };
  } catch (error) {
    return `1: ${describeError(error)}`;
  }
}

/** Suites by their own names; one that another file has too carries the name of its file, and a number where that is not enough. */
function nameSuites(files: readonly ReadFile[]): readonly ForeignSuite[] {
  const holders = new Map<string, Set<ReadFile>>();
  for (const file of files)
    for (const { name } of file.content.suites) holders.set(name, (holders.get(name) ?? new Set()).add(file));
  const taken = new Map<string, number>();
  return files.flatMap((file) =>
    file.content.suites
      .filter(({ tests }) => tests.length > 0)
      .map((suite) => {
        const several = (holders.get(suite.name)?.size ?? 0) > 1;
        const name = several ? `${suite.name} (${file.fact.name})` : suite.name;
        const number = (taken.get(name) ?? 0) + 1;
        taken.set(name, number);
        return { ...suite, name: number === 1 ? name : `${name} #${number}` };
      }),
  );
}
