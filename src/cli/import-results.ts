import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '#config';
import { LANES, RealityError } from '#domain';
import type { Config, Lane } from '#domain';
import { storeImport } from '#store';
import { configFiles } from './config-files.ts';
import type { Given } from './given.ts';
import { tellImport } from './import-events.ts';
import { importFiles } from './import-files.ts';
import { reportsFolder } from './places.ts';
import { loadProject, loadRequest } from './project.ts';
import type { Shell } from './shell.ts';

/**
 * `--junit` and `--reportlog`: results that other tools produced become a stored run. Undefined when none is asked for. Gates, budget and
 * requirements are those of the configuration, where there is one.
 */
export async function importResults(shell: Shell, given: Given): Promise<{ readonly path: string } | undefined> {
  const files = (['junit', 'reportlog'] as const).flatMap((format) =>
    given.list(format).map((path) => ({ format, path })),
  );
  if (files.length === 0) return undefined;
  const imported = importFiles(shell.environment.cwd, files);
  const config = await loadForImport(shell, given);
  const intent = { imported, config, lane: readLane(given), version: shell.version };
  const path = storeImport({
    reportsDir: reportsFolder(shell, { ...given, text: (name) => (name === 'output' ? undefined : given.text(name)) }),
    startedAtMs: imported.startedAtMs,
    hash: imported.hash,
    tell: (place) => tellImport(intent, place),
  });
  return { path };
}

/** The lane that claims least, unless the user says otherwise. */
function readLane(given: Given): Lane {
  const wanted = given.text('lane') ?? 'unit';
  const lane = LANES.find((one) => one === wanted);
  if (lane === undefined) throw new RealityError('usage', `--lane is one of ${LANES.join(', ')}, not ${wanted}`);
  return lane;
}

const NAMES = ['reality.yaml', 'reality.yml', 'reality.config.js', 'reality.config.mjs'];
const BARE = 'version: 1\nproject: imported results\nsuites: []\n';

async function loadForImport(shell: Shell, given: Given): Promise<Config> {
  const { cwd } = shell.environment;
  if (given.text('config') !== undefined || NAMES.some((name) => existsSync(join(cwd, name))))
    return loadProject(shell, given);
  const isBare = (path: string): boolean => path === join(cwd, 'reality.yaml');
  const files = { ...configFiles, exists: isBare, readText: (path: string) => (isBare(path) ? BARE : undefined) };
  return loadConfig({ ...loadRequest(shell, given), file: 'reality.yaml', files });
}
