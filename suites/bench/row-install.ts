import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../self/lab.ts';
import { timeCommand } from './command.ts';
import { inPlace } from './place.ts';
import type { Row } from './row.ts';
import { describeMegabytes } from './statistics.ts';

const MAX_PACKAGES = 65;
const MAX_BYTES = 30e6;

export const install: Row = {
  name: 'install',
  what: 'install of the package',
  target: '≤ 65 packages, ≤ 30 MB',
  how: '`npm pack`, then `npm install` of the tarball in an empty folder; packages in the lockfile it writes, sum of the sizes of all files',
  measure: async () =>
    inPlace(async ({ folder }) => {
      await timeCommand(['npm', 'pack', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT });
      const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
      if (tarball === undefined) throw new Error('npm packed nothing');
      const options = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
      await timeCommand(['npm', 'install', '--prefix', folder, ...options, join(folder, tarball)], { cwd: folder });
      const modules = join(folder, 'node_modules');
      const files = readdirSync(modules, { recursive: true, encoding: 'utf8' });
      const packages = files.filter(isManifest).length;
      const bytes = files.map((name) => sizeOf(join(modules, name))).reduce((sum, size) => sum + size, 0);
      const value = `${packages} packages, ${describeMegabytes(bytes)}`;
      return { value, met: packages <= MAX_PACKAGES && bytes <= MAX_BYTES };
    }),
};

/** Of a package, not of a folder inside one. */
function isManifest(path: string): boolean {
  return /^(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+\/package\.json$/u.test(path);
}

function sizeOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true ? found.size : 0;
}
