import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeLintConfig } from './lint-config.ts';

// Prints what is derived from the module table; `npm run generate` builds, runs this and formats the result.
const root = join(import.meta.dirname, '..', '..', '..');
await writeFile(join(root, '.oxlintrc.json'), `${JSON.stringify(makeLintConfig(), null, 2)}\n`);
