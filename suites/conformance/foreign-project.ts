import { cpSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseName } from '../../fixtures/conformance/cases.ts';
import type { ConformancePlace } from './conform.ts';

/** Makes the lab's project one that has the tool installed, with the engine's suites in it; returns the file of a case. */
export function placeCase(name: CaseName, { sources, tool, folder }: ConformancePlace, settings: object = {}): string {
  const project = join(folder, '..');
  if (!existsSync(join(project, 'node_modules'))) {
    cpSync(sources, join(project, 'tests'), { recursive: true });
    writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, ...settings }));
    symlinkSync(join(tool, 'node_modules'), join(project, 'node_modules'));
  }
  return `tests/${name}.test.js`;
}
