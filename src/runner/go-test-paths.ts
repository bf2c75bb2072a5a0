import { readdirSync } from 'node:fs';
import path from 'node:path';

/** What a suite of `go test` asks for, as far as patterns below its folder tell. */
export interface GoSelection {
  /** Absolute. */
  readonly directory: string;
  readonly packages: readonly string[];
}

/**
 * The folders and files that hold the tests of these packages, and no others: what another package of the module mocks is not this suite's. A
 * pattern that is an import path stands for the whole module.
 */
export function listGoTestPaths({ directory, packages }: GoSelection): readonly string[] {
  const found = packages.flatMap((pattern) => {
    if (!/^\.{1,2}(?:\/|$)/u.test(pattern)) return [directory];
    const folder = path.resolve(directory, pattern.replace(/\/?\.\.\.$/u, ''));
    return pattern.endsWith('...') ? [folder] : listTests(folder);
  });
  return found.length === 0 ? [directory] : [...new Set(found)];
}

function listTests(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('_test.go'))
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}
