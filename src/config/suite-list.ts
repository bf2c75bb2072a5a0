import { locateSuiteOptions } from './given-options.ts';
import type { Issue } from './issue.ts';
import { childOf } from './located.ts';
import type { Located, LocatedMap } from './located.ts';
import { mergeLocated } from './merge.ts';
import { readPack } from './packs.ts';
import type { UsedPack } from './packs.ts';
import type { RunSection } from './raw.ts';
import { showPath } from './read-file.ts';
import type { LoadRequest } from './request.ts';
import { readSuite } from './suites.ts';
import type { ReadSuite, SuiteSource } from './suites.ts';

export interface SuiteList {
  readonly suites: readonly ReadSuite[];
  readonly packs: readonly UsedPack[];
}

interface Place {
  readonly tree: LocatedMap;
  /** Folder of the configuration. */
  readonly folder: string;
  readonly run: RunSection;
}

/** Reads the section `suites`: suites of its own, and the suites that its packs stand for, in the order of the file. */
export function readSuiteList(place: Place, request: LoadRequest, issues: Issue[]): SuiteList {
  const section = childOf(place.tree, 'suites');
  if (section?.kind !== 'list') {
    const text = section === undefined ? 'suites is missing' : 'suites must be a list';
    issues.push({ place: section?.place ?? place.tree.place, text });
    return { suites: [], packs: [] };
  }
  const packs: UsedPack[] = [];
  const sources = section.items.flatMap((item, index) => {
    const entry = { place: item.place, value: item };
    const shown = ['suites', index];
    if (childOf(item, 'pack') === undefined) return [{ entry, shown, cwd: place.folder }];
    const pack = readPack({ entry, shown }, request, issues);
    if (pack !== undefined) packs.push(pack);
    return pack?.suites ?? [];
  });
  const context = {
    engines: request.engines,
    run: place.run,
    exists: request.files.exists,
    show: (path: string) => showPath(path, request.cwd),
    issues,
  };
  // One that is wrong was told once, where the section `run` has it.
  const told = new Set(issues.map((issue) => issue.place.file));
  const overlays = locateSuiteOptions(request).filter((overlay) => !told.has(overlay.place.file));
  const suites = sources.map((source) => readSuite(layOver(source, overlays), context));
  return { suites: suites.filter((suite) => suite !== undefined), packs };
}

function layOver(source: SuiteSource, overlays: readonly Located[]): SuiteSource {
  const value = overlays.reduce<Located>(mergeLocated, source.entry.value);
  return { ...source, entry: { place: source.entry.place, value } };
}
