import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
export const SCRIPT: RegExp = /\.[cm]?[jt]sx?$/u;

/** The file of the same project that a specifier leads to from `from`; undefined for packages, for Node and for what is not there. */
export function resolveFirstParty(specifier: string, from: string, root: string): string | undefined {
  const target = specifier.startsWith('.') ? resolve(dirname(from), specifier) : resolveAlias(specifier, from, root);
  const found = target === undefined ? undefined : findFile(target);
  return found !== undefined && isInside(found, root) ? found : undefined;
}

function isInside(path: string, root: string): boolean {
  return path.startsWith(root + sep) && !path.includes(`${sep}node_modules${sep}`);
}

/** TypeScript writes `./a.js` and means `./a.ts`; a folder means its index. */
function findFile(target: string): string | undefined {
  const bare = target.replace(/\.([cm]?)jsx?$/u, '');
  const candidates = [
    target,
    ...ENDINGS.map((ending) => target + ending),
    ...(bare === target ? [] : ENDINGS.map((ending) => bare + ending)),
    ...ENDINGS.map((ending) => join(target, `index${ending}`)),
  ];
  return candidates.find((path) => SCRIPT.test(path) && isFile(path));
}

/** Below a plain file there is none either: `./data.json` may be one, and not a folder with an index. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** `#name` of the nearest package.json, where it is one plain path. */
function resolveAlias(specifier: string, from: string, root: string): string | undefined {
  if (!specifier.startsWith('#')) return undefined;
  for (let folder = dirname(from); folder.startsWith(root); folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    if (!existsSync(path)) continue;
    const found = readImports(path)[specifier];
    return typeof found === 'string' ? join(folder, found) : undefined;
  }
  return undefined;
}

function readImports(path: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const imports = typeof value === 'object' && value !== null && 'imports' in value ? value.imports : undefined;
    return typeof imports === 'object' && imports !== null ? { ...imports } : {};
  } catch {
    return {};
  }
}
