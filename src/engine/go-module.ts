import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Import path of a package → its folder as seen from `cwd`, by the module that `directory` belongs to: go names test files by their base name
 * alone. A package of another module has none.
 */
export function locatePackages(cwd: string, directory: string): (name: string) => string {
  const found = findModule(path.resolve(cwd, directory));
  if (found === undefined) return () => '';
  return (name) => {
    if (name !== found.module && !name.startsWith(`${found.module}/`)) return '';
    return path.relative(cwd, path.join(found.folder, name.slice(found.module.length)));
  };
}

function findModule(cwd: string): { readonly folder: string; readonly module: string } | undefined {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const module = /^module\s+"?(?<name>[^\s"]+)/mu.exec(readSafely(path.join(folder, 'go.mod')))?.groups?.['name'];
    if (module !== undefined) return { folder, module };
    if (path.dirname(folder) === folder) return undefined;
  }
}

function readSafely(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
