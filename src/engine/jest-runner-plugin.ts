// Runs wherever jest runs a file, as its test runner: hears what happens before jest does, and lets the project's own runner do the work.

import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { openChannel } from './channel-plugin.ts';
import type { JestProjectConfig, JestRunner } from './jest-face.ts';
import type { JestWorkerInput } from './jest-input.ts';
import { JestTelling } from './jest-telling.ts';
import { describePart } from './parts.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by jest-plugin.ts of this same package
const input = JSON.parse(process.env['REALITY_JEST'] ?? '{}') as JestWorkerInput;

const run: JestRunner = async (...given) => {
  const [, config, environment, , testPath] = given;
  const projectName = config.displayName?.name;
  const part = describePart({ filepath: testPath, projectName }, input);
  const begun = noteBegin(part.from);
  const telling = new JestTelling(openChannel(process.env, input.sideDir, part.from), part, {
    ...input,
    global: environment.global,
  });
  const theirs = environment.handleTestEvent?.bind(environment);
  environment.handleTestEvent = async (event, state) => {
    telling.take(event, state);
    await theirs?.(event, state);
  };
  try {
    const result = await loadRunner(config)(...given);
    telling.end(result);
    return result;
  } catch (error) {
    telling.fail(error);
    throw error;
  } finally {
    begun.forget();
  }
};

// oxlint-disable-next-line import/no-default-export -- where jest looks for a runner
export default run;

/** A worker that ends with a code is replaced, and jest gives the same file to the next one, which would tell all its tests again. */
function noteBegin(from: string): { readonly forget: () => void } {
  const mark = path.join(input.sideDir, `begun-${Buffer.from(from).toString('base64url').slice(-200)}`);
  if (existsSync(mark)) throw new Error('the worker process that ran this file ended in the middle of it');
  writeFileSync(mark, '');
  return {
    forget: () => {
      rmSync(mark, { force: true });
    },
  };
}

function loadRunner(config: JestProjectConfig): JestRunner {
  const file = input.runners[config.id] ?? Object.values(input.runners)[0] ?? '';
  const loaded: unknown = createRequire(file)(file);
  const unwrapped: unknown = typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, 'default') : loaded;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what jest itself would call
  return unwrapped as JestRunner;
}
