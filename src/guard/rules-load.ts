import { findMockPackage } from './mock-packages.ts';
import { findMockProcess } from './mock-process.ts';
import { hit, REAL_PARTS } from './script-rule.ts';
import type { ScriptRule } from './script-rule.ts';
import type { Use } from './script.ts';

// A package or a program that stands in for real parts is loaded or started.

export const packageRule: ScriptRule = {
  id: 'mock-package',
  sentence: 'A package that stands in for real parts is loaded.',
  mend: REAL_PARTS,
  find: ({ loads }) =>
    loads.flatMap(({ specifier, isTried, line, column }) => {
      const name = findMockPackage(specifier);
      if (name === undefined) return [];
      const text = isTried ? `${name} is loaded where it may be missing` : `${name} is loaded`;
      return [{ verdict: isTried ? 'warn' : 'block', text, line, column }];
    }),
};

const STARTERS = new Set([
  'spawn',
  'spawnSync',
  'exec',
  'execSync',
  'execFile',
  'execFileSync',
  'execa',
  'execaSync',
  'fork',
]);

export const programRule: ScriptRule = {
  id: 'mock-program',
  sentence: 'A program that plays servers (WireMock, mountebank, Prism and their like) is started.',
  mend: REAL_PARTS,
  find: ({ uses }) =>
    uses.flatMap((use) => {
      const name = findMockProcess(listWords(use));
      return name === undefined ? [] : [hit(use, 'block', `${name} is started`)];
    }),
};

/** The words of a command line; a container by its image as if it were run by hand. */
function listWords({ path, texts }: Use): readonly string[] {
  const verb = path.at(-1) ?? '';
  if (verb === 'GenericContainer') return ['docker', 'run', texts[0] ?? ''];
  return STARTERS.has(verb) ? texts.flatMap((text) => text?.split(/\s+/u) ?? []) : [];
}
