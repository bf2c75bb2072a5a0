/** Where a frame of a stack lies, as far as paths tell: it says who wrote the line, never what is wrong with it. */
export const FRAME_ORIGINS = ['test', 'helper', 'framework', 'library', 'service'] as const;
export type FrameOrigin = (typeof FRAME_ORIGINS)[number];

export interface FrameContext {
  /** Folder in which the suite runs; absolute. */
  readonly cwd: string;
  /** Of the test, absolute or relative to `cwd`; absent where the engine does not say. */
  readonly testFile?: string;
  /** Folders of the programs under test; one that also holds the test tells nothing. */
  readonly serviceFolders: readonly string[];
}

const PACKAGE =
  /\/(?:node_modules|site-packages|dist-packages)\/(?!.*\/(?:node_modules|site-packages)\/)((?:@[^/]+\/)?[^/]+)/u;
const FRAMEWORKS =
  /^(?:mocha|vitest|@vitest|jest|jest-.+|@jest|ava|tap|jasmine|jasmine-core|@playwright|playwright|cypress|@japa|uvu|_pytest|pytest|pytest_.+|pluggy|unittest|nose2?|tox|hypothesis|reality-harness)(?:\/|\.py$|$)/u;
/** Standard libraries and caches of other languages. */
const LIBRARIES =
  /^(?:node:|internal\/|<frozen )|\/lib\/(?:python|pypy)[\d.]+\/|\/(?:usr|opt|local|go|sdk)[^:]*\/go[^/]*\/src\/|\/pkg\/mod\/|\/\.(?:cargo|rustup|m2|gradle|nvm)\/|\/gems\/|\/rustc\//u;
const FRAMEWORK_PARTS = /\/lib\/python[\d.]+\/unittest\/|\/go[^/]*\/src\/testing\/|\/test_runner\//u;

/** Pure, from paths alone. */
export function attributeFrame(file: string, context: FrameContext): FrameOrigin {
  const path = normalise(file, context.cwd);
  return foreignOrigin(file, path) ?? ownOrigin(path, context);
}

function foreignOrigin(file: string, path: string): FrameOrigin | undefined {
  if (FRAMEWORK_PARTS.test(path)) return 'framework';
  const [, name] = PACKAGE.exec(path) ?? [];
  if (name !== undefined) return FRAMEWORKS.test(name) ? 'framework' : 'library';
  return LIBRARIES.test(file) || LIBRARIES.test(path) ? 'library' : undefined;
}

function ownOrigin(path: string, { cwd, testFile, serviceFolders }: FrameContext): FrameOrigin {
  const test = testFile === undefined ? undefined : normalise(testFile, cwd);
  if (test !== undefined && sourceOf(path) === sourceOf(test)) return 'test';
  const folders = serviceFolders.filter((folder) => test === undefined || !isBelow(test, folder));
  return folders.some((folder) => isBelow(path, folder)) ? 'service' : 'helper';
}

function normalise(file: string, cwd: string): string {
  const path = file.replace(/^file:\/\//u, '').replaceAll('\\', '/');
  const absolute = path.startsWith('/') || /^[a-z]:\//iu.test(path) ? path : `${cwd}/${path}`;
  const parts: string[] = [];
  for (const part of absolute.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** A test that was compiled is told by its source in some stacks, and by its output elsewhere. */
function sourceOf(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/u, '').replace(/\/(?:dist|build|out|lib)\//u, '/');
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
