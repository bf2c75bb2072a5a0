import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeLintConfig } from './lint-config.ts';
import { insertModuleTable } from './module-docs.ts';
import { ROOT } from './repository.ts';

// Prints what is derived from the module table; `npm run generate` builds, runs this and formats the result.
const architecture = join(ROOT, 'docs', 'architecture.md');
await writeFile(join(ROOT, '.oxlintrc.json'), `${JSON.stringify(makeLintConfig(), null, 2)}\n`);
await writeFile(architecture, insertModuleTable(await readFile(architecture, 'utf8')));
