import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { RealityError } from '#domain';
import type { Given } from './given.ts';
import { PACKAGE_ROOT } from './places.ts';
import type { Shell } from './shell.ts';

/** Writes a working configuration and a first suite. Files that are there stay, unless `--force` says otherwise. */
export async function init(shell: Shell, given: Given): Promise<number> {
  const { cwd } = shell.environment;
  const files = [
    ['reality.yaml', renderConfig(projectName(cwd))],
    ['reality/first.suite.cjs', FIRST_SUITE],
    ['reality/service.cjs', FIRST_SERVICE],
  ] as const;
  const present = files.map(([name]) => name).filter((name) => existsSync(join(cwd, name)));
  if (present.length > 0 && !given.flag('force')) {
    throw new RealityError('usage', `${present.join(' and ')} already here; nothing was written`, {
      details: ['reality init --force overwrites'],
    });
  }
  for (const [name, text] of files) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
    shell.err(`wrote ${name}\n`);
  }
  ignoreReports(cwd, shell);
  shell.err('next: reality doctor, then reality run --all; put your own service into components.service.command\n');
  return 0;
}

// Reports are results, not sources.
function ignoreReports(cwd: string, shell: Shell): void {
  const file = join(cwd, '.gitignore');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (!existsSync(join(cwd, '.git')) || /^\/?reports\/?(?:\*)?$/mu.test(text)) return;
  writeFileSync(file, `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}reports/\n`);
  shell.err('added reports/ to .gitignore\n');
}

function projectName(cwd: string): string {
  return (
    basename(cwd)
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]+/gu, '-')
      .replace(/^-+|-+$/gu, '') || 'service'
  );
}

function template(name: string): string {
  return readFileSync(join(PACKAGE_ROOT, 'fixtures', 'init', name), 'utf8');
}

const FIRST_SUITE = template('first.suite.cjs');
const FIRST_SERVICE = template('service.cjs');

function renderConfig(project: string): string {
  return template('reality.yaml').replaceAll('PROJECT_NAME', project);
}
