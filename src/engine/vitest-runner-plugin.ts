// Runs inside a worker of vitest, as its runner: tells each test where it runs, at once, so that no crash and no busy loop takes a result along.

import { openChannel } from './channel-plugin.ts';
import { VitestTelling } from './vitest-telling.ts';
import type { VitestFile, VitestRunnerClass, VitestSuite, VitestTest } from './vitest-face.ts';
import { describePart } from './parts.ts';
import type { VitestWorkerInput } from './vitest-input.ts';

/** How much sooner than the runner of reality vitest is to tell that a test takes too long. */
const MARGIN_MS = 400;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by vitest-plugin.ts of this same package
const input = JSON.parse(process.env['REALITY_VITEST'] ?? '{}') as VitestWorkerInput;

interface Library {
  readonly Runner: VitestRunnerClass;
  readonly getFn: (test: VitestTest) => () => unknown;
}

/** Vitest's own modules by their addresses: from here their names would lead elsewhere. */
async function loadLibrary(): Promise<Library> {
  const { index, runners, suite } = input.library;
  if (index !== undefined) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the face of 4.1 and newer
    const { TestRunner } = (await import(index)) as {
      readonly TestRunner: VitestRunnerClass & { readonly getTestFn: Library['getFn'] };
    };
    return { Runner: TestRunner, getFn: (test) => TestRunner.getTestFn(test) };
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the face until 4.0
  const { VitestTestRunner } = (await import(runners)) as { readonly VitestTestRunner: VitestRunnerClass };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the face until 4.0
  const { getFn } = (await import(suite)) as Pick<Library, 'getFn'>;
  return { Runner: VitestTestRunner, getFn };
}

async function loadOwnRunner(file: string): Promise<VitestRunnerClass> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- vitest itself asks for a default export
  return ((await import(file)) as { readonly default: VitestRunnerClass }).default;
}

const { Runner, getFn } = await loadLibrary();
const Base: VitestRunnerClass = input.runner === undefined ? Runner : await loadOwnRunner(input.runner);

/** One in each worker; a worker may run one file after another. */
// oxlint-disable-next-line import/no-default-export -- where vitest looks for a runner
export default class RealityRunner extends Base {
  readonly #parts = new Map<VitestFile, VitestTelling>();

  constructor(...args: unknown[]) {
    super(...args);
    const factor = Number(process.env['REALITY_LIMIT_FACTOR'] ?? 1) || 1;
    for (const key of ['testTimeout', 'hookTimeout'] as const) this.config[key] *= factor;
    const remainingMs = (input.deadlineAtMs ?? Infinity) - Date.now() - MARGIN_MS;
    if (remainingMs > 0 && remainingMs < Infinity) {
      for (const key of ['testTimeout', 'hookTimeout'] as const) {
        const ownMs = this.config[key];
        if (ownMs === 0 || ownMs > remainingMs) this.config[key] = Math.floor(remainingMs);
      }
    }
  }

  override async onCollected(files: readonly VitestFile[]): Promise<void> {
    for (const file of files) this.#partOf(file).collect(file);
    await super.onCollected?.(files);
  }

  override async onBeforeRunSuite(suite: VitestSuite): Promise<void> {
    this.#partOf(suite.file).beginSuite(suite);
    await super.onBeforeRunSuite?.(suite);
  }

  override async onAfterRunSuite(suite: VitestSuite): Promise<void> {
    this.#partOf(suite.file).endSuite(suite);
    await super.onAfterRunSuite?.(suite);
  }

  override async onBeforeTryTask(test: VitestTest, how: object): Promise<void> {
    this.#partOf(test.file).beginTest(test);
    await super.onBeforeTryTask?.(test, how);
  }

  /** Between set-up and test: what fails before it belongs to the set-up. */
  override async runTask(test: VitestTest): Promise<void> {
    this.#partOf(test.file).beginCall(test);
    if (super.runTask === undefined) await getFn(test)();
    else await super.runTask(test);
  }

  override async onTaskFinished(test: VitestTest): Promise<void> {
    await super.onTaskFinished?.(test);
    this.#partOf(test.file).endCall(test);
  }

  override async onAfterRunTask(test: VitestTest): Promise<void> {
    this.#partOf(test.file).endTest(test);
    await super.onAfterRunTask?.(test);
  }

  #partOf(file: VitestFile): VitestTelling {
    const known = this.#parts.get(file);
    if (known !== undefined) return known;
    const part = describePart(file, input);
    const channel = openChannel(process.env, input.sideDir, part.from);
    const telling = new VitestTelling(channel, part, input);
    this.#parts.set(file, telling);
    return telling;
  }
}
