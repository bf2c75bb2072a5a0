import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ProvisionSettings } from '#domain';
import type { Given } from './given.ts';
import { loadProject } from './project.ts';
import type { Shell } from './shell.ts';

/** Paths and mirror for the provision chain; a folder without configuration is fine, for set-up comes before it. */
export async function provisionSettings(shell: Shell, given: Given): Promise<ProvisionSettings> {
  const file = given.text('config') ?? 'reality.yaml';
  const fromFile = existsSync(resolve(shell.environment.cwd, file)) ? (await loadProject(shell, given)).provision : {};
  const version = given.text('mediamtx-version');
  return { ...fromFile, ...(version === undefined ? {} : { mediamtxVersion: version }) };
}
