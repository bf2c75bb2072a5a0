import type { Callable, GuardPlace, GuardPolicy, InspectorPart, Origin, PlacePart, Places } from './guard-face.ts';

// Says whose a file is, and who called.
const fs = require('node:fs') as typeof import('node:fs');
const { sourceMapUrlOf } = require('./guard-inspector.cjs') as InspectorPart;
const nodeModule = require('node:module') as typeof import('node:module');
const path = require('node:path') as typeof import('node:path');
const { fileURLToPath } = require('node:url') as typeof import('node:url');

/** The package of the guard itself: its engines run inside test processes too. */
const OURS = path.dirname(__dirname) + path.sep;
/** Code without a file of its own: `node -e`, the standard input, a worker made of text, a data URL. */
const NAMELESS = /^(?:\[(?:eval|stdin|worker eval)|data:)/u;
const FRAMES = 40;

const toPath = (file: string): string => {
  if (!file.startsWith('file:')) return file;
  try {
    return fileURLToPath(file.replace(/[?#].*$/u, ''));
  } catch {
    return file;
  }
};

const realOf = (folder: string): string => {
  try {
    return fs.realpathSync(folder);
  } catch {
    return folder;
  }
};

const openPlaces = (policy: GuardPolicy): Places => {
  const roots = [...new Set([policy.root, realOf(policy.root)])].map((root) => path.join(root, path.sep));
  const known = new Map<string, Origin>();

  const decide = (file: string): Origin => {
    if (NAMELESS.test(file)) return 'first-party';
    const own = toPath(file);
    if (!path.isAbsolute(own) || own.startsWith(OURS)) return 'transparent';
    const root = roots.find((each) => own.startsWith(each));
    if (root === undefined) return 'dependency';
    return /(?:^|[/\\])(?:node_modules|\.yarn|\.pnp\.[cm]?js)(?:[/\\]|$)/u.test(own.slice(root.length))
      ? 'dependency'
      : 'first-party';
  };
  const originOf: Places['originOf'] = (file) => {
    if (file === null || file === undefined || file === '') return 'transparent';
    let origin = known.get(file);
    if (origin === undefined) known.set(file, (origin = decide(file)));
    return origin;
  };
  const caller: Places['caller'] = (past, through) => {
    for (const site of framesPast(past ?? caller)) {
      const file = site.getFileName() ?? '';
      if (through?.(file) === true) continue;
      const origin = originOf(file);
      if (origin === 'dependency') return undefined;
      if (origin === 'first-party') return mapped(placeOf(file, site));
    }
    return undefined;
  };
  return { originOf, caller, locate, mapped };
};

const placeOf = (file: string, site: NodeJS.CallSite): GuardPlace => ({
  file: toPath(file),
  line: site.getLineNumber() ?? 1,
  column: site.getColumnNumber() ?? 1,
  ...nameIn(site),
});

const nameIn = (site: NodeJS.CallSite): { name?: string } => {
  const name = site.getFunctionName();
  return name === null || name === '' ? {} : { name };
};

/** The stack as objects, without what others make of stacks. */
const framesPast = (past: Callable | Places['caller']): readonly NodeJS.CallSite[] => {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const limit = Error.stackTraceLimit;
  const holder: { stack?: unknown } = {};
  try {
    Error.prepareStackTrace = (_error, sites) => sites;
    Error.stackTraceLimit = FRAMES;
    Error.captureStackTrace(holder, past);
    return Array.isArray(holder.stack) ? (holder.stack as NodeJS.CallSite[]) : [];
  } finally {
    Error.stackTraceLimit = limit;
    if (before === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Object.defineProperty(Error, 'prepareStackTrace', before);
  }
};

const locate: Places['locate'] = (file, specifier) => {
  const own = toPath(file);
  try {
    const lines = fs.readFileSync(own, 'utf8').split('\n');
    for (const [index, text] of lines.entries()) {
      const at = ["'", '"', '`'].map((quote) => text.indexOf(quote + specifier + quote)).find((found) => found >= 0);
      if (at !== undefined && !/^\s*(?:\/\/|\*|(?:import|export)\s+type\b)/u.test(text))
        return mappedBy(readMap(own), { file: own, line: index + 1, column: at + 1 });
    }
  } catch {
    // Text without a file.
  }
  return { file: own, line: 1, column: 1 };
};

/** A compiled file is told by its source, be it compiled on the disk or, by vitest and its like, in memory. */
const mapped: Places['mapped'] = (place) => {
  const { file } = place;
  if (!maps.has(file))
    maps.set(file, nodeModule.findSourceMap(file) ?? readMap(file) ?? parseMap(file, sourceMapUrlOf(file)));
  return mappedBy(maps.get(file), place);
};

type SourceMap = InstanceType<typeof nodeModule.SourceMap>;

const maps = new Map<string, SourceMap | undefined>();

const mappedBy = (map: SourceMap | undefined, place: GuardPlace): GuardPlace => {
  try {
    const entry = map?.findEntry(place.line - 1, place.column - 1);
    if (entry === undefined || !('originalSource' in entry) || entry.originalSource === undefined) return place;
    const file = path.resolve(path.dirname(place.file), toPath(entry.originalSource));
    return { ...place, file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  } catch {
    return place;
  }
};

const readMap = (file: string): SourceMap | undefined => {
  try {
    return parseMap(
      file,
      /\/\/# sourceMappingURL=(?<url>\S+)\s*$/u.exec(fs.readFileSync(file, 'utf8'))?.groups?.['url'],
    );
  } catch {
    return undefined;
  }
};

const parseMap = (file: string, url: string | undefined): SourceMap | undefined => {
  if (url === undefined) return undefined;
  try {
    const inline = /^data:application\/json[^,]*;base64,(?<text>.*)$/u.exec(url)?.groups?.['text'];
    const text =
      inline === undefined
        ? fs.readFileSync(path.resolve(path.dirname(file), decodeURIComponent(url)), 'utf8')
        : Buffer.from(inline, 'base64').toString();
    return new nodeModule.SourceMap(JSON.parse(text) as ConstructorParameters<typeof nodeModule.SourceMap>[0]);
  } catch {
    return undefined;
  }
};

module.exports = { openPlaces } satisfies PlacePart;
