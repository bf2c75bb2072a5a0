import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import path from 'node:path';
import type { Environment } from '#domain';
import { findOnPath } from './find-on-path.ts';
import type { NpmPin } from './pins.ts';
import { runStep } from './run-step.ts';

export interface StepOptions {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** A folder that is removed afterwards, whatever happens. */
  readonly work: string;
  readonly say: (text: string) => void;
}

const PACK_LIMIT_MS = 10 * 60_000;

/**
 * Fetches a package's archive with the user's own npm, so that its registry, proxy and credentials hold. No script runs.
 *
 * @returns the path of the archive, whose sha512 is the pinned one (or the one that npm's registry states, if none is pinned).
 */
export async function packFromNpm(pin: NpmPin, options: StepOptions): Promise<string> {
  const spec = `${pin.name}@${pin.version}`;
  const [command, ...first] = await findNpm(options.environment);
  const flags = ['--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', options.work];
  const patience = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000', '--prefer-offline'];
  const end = await runStep(command, [...first, 'pack', spec, ...flags, ...patience], {
    ...options,
    what: `fetching ${spec} with npm`,
    cwd: options.environment.cwd,
    env: { ...options.environment.env, npm_config_update_notifier: 'false' },
    timeoutMs: PACK_LIMIT_MS,
  });
  const packed = parsePackReport(end.stdout.toString('utf8'));
  const archive = path.join(options.work, packed.filename);
  const integrity = await hashIntegrity(archive);
  const expected = pin.integrity ?? packed.integrity;
  if (integrity === expected) return archive;
  throw new Error(`${spec} came as ${integrity}, expected ${expected}; nothing of it was run`);
}

/** `npm start` names the npm that runs it; else the one on PATH. */
async function findNpm(environment: Environment): Promise<readonly [string, ...string[]]> {
  const own = environment.env['npm_execpath'];
  if (own?.endsWith('npm-cli.js') === true) return [process.execPath, own];
  const [found] = await findOnPath('npm', environment);
  if (found === undefined) throw new Error('npm is not on PATH');
  return [found];
}

function parsePackReport(text: string): { readonly filename: string; readonly integrity: string } {
  const report: unknown = JSON.parse(text);
  const first: unknown = Array.isArray(report) ? report[0] : undefined;
  if (first !== null && typeof first === 'object' && 'filename' in first && 'integrity' in first) {
    const { filename, integrity } = first;
    // Older npm prints @scope/name-1.0.0.tgz here while the file is scope-name-1.0.0.tgz.
    if (typeof filename === 'string' && typeof integrity === 'string') {
      return { filename: filename.replace(/^@/, '').replaceAll('/', '-'), integrity };
    }
  }
  throw new Error('npm pack did not say what it packed');
}

async function hashIntegrity(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}
