import { join } from 'node:path';
import { GUARD_PRELOAD, GUARD_VERSION } from './preload-path.ts';
import { GUARD_PYTHON_PATH } from './python-guard.ts';

/** What arms a test process: programs of ours that its own runtime loads before anything else. */
export interface GuardGear {
  readonly version: number;
  /** For `node --require`; absolute. */
  readonly preload: string;
  /** First on PYTHONPATH; holds a `sitecustomize.py`. */
  readonly pythonFolder: string;
}

export const GUARD_GEAR: GuardGear = {
  version: GUARD_VERSION,
  preload: GUARD_PRELOAD,
  pythonFolder: GUARD_PYTHON_PATH,
};

/** Reads the files of suites in a process of its own: arguments are a file with the request, and one for the answer. */
export const SCAN_PROGRAM: string = join(import.meta.dirname, 'scan-main.js');

/** In which variable a guarded process finds its policy. */
export const GUARD_VARIABLE = 'REALITY_GUARD';

/**
 * Variables that arm a process and whatever it starts. NODE_OPTIONS is appended to, never replaced; the folder comes before what
 * PYTHONPATH holds already.
 */
export function armEnvironment(
  gear: GuardGear,
  policyFile: string,
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const options = [env['NODE_OPTIONS'], `--require ${quote(gear.preload)}`].filter(Boolean).join(' ');
  const folders = [gear.pythonFolder, env['PYTHONPATH']].filter(Boolean).join(':');
  return { [GUARD_VARIABLE]: policyFile, NODE_OPTIONS: options, PYTHONPATH: folders };
}

/** Node splits the variable at spaces and knows double quotes, with backslashes inside. */
function quote(path: string): string {
  return `"${path.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}
