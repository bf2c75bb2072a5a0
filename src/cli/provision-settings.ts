import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { present } from '#domain';
import type { ProvisionSettings } from '#domain';
import type { Given } from './given.ts';
import { loadProject } from './project.ts';
import type { Shell } from './shell.ts';

/** Paths, version, mirror and cache for the provision chain; a folder without configuration is fine, for set-up comes before it. */
export async function provisionSettings(shell: Shell, given: Given): Promise<ProvisionSettings> {
  const file = given.text('config') ?? 'reality.yaml';
  if (existsSync(resolve(shell.environment.cwd, file))) return (await loadProject(shell, given)).provision;
  return givenSettings(given);
}

/** The same from flags and variables alone. */
export function givenSettings(given: Given): ProvisionSettings {
  return present({
    mediamtx: given.text('mediamtx'),
    ffmpeg: given.text('ffmpeg'),
    ffprobe: given.text('ffprobe'),
    mediamtxVersion: given.text('mediamtx-version'),
    mirror: given.text('mirror'),
    cacheDir: given.text('cache-dir'),
  });
}
