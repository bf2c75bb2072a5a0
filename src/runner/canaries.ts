import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { describeError, findReferences, oneLine, present } from '#domain';
import type { Canary, Failure, PlannedSuite, SuiteSpec } from '#domain';
import type { SeenSoFar } from '#engine';
import { hasCanary, writeCanary } from '#guard';
import type { GuardLedger } from '#guard';
import type { TestEvent } from './attempt-ledger.ts';
import type { TestListener } from './attempt-state.ts';
import { runEngineProcess } from './engine-process.ts';
import { isSwitchedOn, readGuardLedger } from './guard-process.ts';
import { silence } from './laboratory.ts';
import { findSpec } from './make-plan.ts';
import type { Run } from './open-run.ts';

const LIMIT_MS = 30_000;
const MAX_NOTE = 300;

/**
 * Tries a known mock in each engine of the run that has a guard, one after another while the first worlds start. Each is journaled; one that
 * could not be tried is a warning and proves nothing.
 */
export function tryCanaries(run: Run): ReadonlyMap<string, Promise<Canary | undefined>> {
  const tried = new Map<string, Promise<Canary | undefined>>();
  if (!isSwitchedOn(run)) return tried;
  let before: Promise<unknown> = Promise.resolve();
  for (const planned of run.request.plan.suites) {
    const { engine, lane } = planned;
    if (lane === 'unit' || tried.has(engine) || !hasCanary(engine)) continue;
    const turn = before;
    const canary = (async () => {
      await turn;
      return tryOne(run, planned);
    })();
    tried.set(engine, canary);
    before = canary;
  }
  return tried;
}

async function tryOne(run: Run, planned: PlannedSuite): Promise<Canary | undefined> {
  const { engine } = planned;
  if (run.halt.signal.aborted) return undefined;
  const { monotonicMs } = run.context.environment;
  const startedMs = monotonicMs();
  try {
    const { ledger, heard, why } = await runCanary(run, planned);
    const refusal = ledger.mocks.find(({ verdict }) => verdict === 'block');
    const tookMs = Math.round(monotonicMs() - startedMs);
    if (refusal === undefined && heard.announced === 0 && ledger.armed.length === 0) {
      warn(run, `the guard could not be tried in engine ${engine}: ${why ?? 'its tool ran no test'}`);
      return undefined;
    }
    const missed = ledger.armed.length === 0 ? 'no process of it was armed' : 'the guard was armed and let it pass';
    const note = refusal === undefined ? `a known mock was used: ${missed}` : `${refusal.what} was refused`;
    const canary = { engine, refused: refusal !== undefined, note: oneLine(note, MAX_NOTE), tookMs };
    run.emit({ kind: 'canary-made', canary });
    return canary;
  } catch (error) {
    warn(run, `the guard could not be tried in engine ${engine}: ${describeError(error)}`);
    return undefined;
  }
}

function warn(run: Run, text: string): void {
  run.emit({ kind: 'warning', about: 'canary', text });
}

interface Tried {
  readonly ledger: GuardLedger;
  readonly heard: SeenSoFar;
  readonly why: string | undefined;
}

async function runCanary(run: Run, planned: PlannedSuite): Promise<Tried> {
  const { engine } = planned;
  const name = `canary-${engine}`;
  const folder = path.join(run.directory, name);
  mkdirSync(folder, { mode: 0o700 });
  const spec = makeSpec(findSpec(run.request.config, planned), { name, folder, engine });
  const { alone: _alone, uses: _uses, ...rest } = planned;
  const listener = new CanaryListener();
  return runEngineProcess(
    {
      run: silence(run),
      planned: { ...rest, name, closure: [], timeoutMs: LIMIT_MS },
      spec,
      number: 1,
      world: undefined,
      channel: run.spare,
      attempt: name,
      id: `${name}-process`,
      log: `${name}.log`,
      timeoutMs: LIMIT_MS,
      listener,
      onStart: () => undefined,
    },
    async (process, { end }) => {
      const said = listener.why ?? end.spawnError ?? (end.stderr.tail.trim() || undefined);
      const why = said === undefined ? undefined : oneLine(said, MAX_NOTE);
      return Promise.resolve({ ledger: readGuardLedger(process), heard: listener.seen(), why });
    },
  );
}

/** The suite's own tool with the suite's own interpreter, on a test of ours. */
function makeSpec(
  spec: SuiteSpec,
  { name, folder, engine }: { readonly name: string; readonly folder: string; readonly engine: string },
): SuiteSpec {
  const file = writeCanary(engine, folder, spec.cwd);
  const env = Object.entries(spec.env).filter(([, text]) => findReferences(text).length === 0);
  return {
    ...spec,
    name,
    requires: [],
    uses: [],
    secrets: [],
    contact: {},
    allow: [],
    env: Object.fromEntries(env),
    isolation: 'suite',
    cwd: folder,
    options: { files: [path.basename(file)], ...keepTools(spec) },
  };
}

const ENVIRONMENTS = ['.venv', 'venv'];

function keepTools({ options, cwd, engine }: SuiteSpec): object {
  const read = (key: string): unknown =>
    typeof options === 'object' && options !== null ? Reflect.get(options, key) : undefined;
  const locate = (program: unknown): string | undefined =>
    typeof program === 'string' && program.includes('/') ? path.resolve(cwd, program) : undefined;
  const [node, python] = [read('node'), read('python')].map((one) => locate(one) ?? one);
  const found = ENVIRONMENTS.map((name) => path.join(cwd, name, 'bin', 'python')).find((file) => existsSync(file));
  if (engine !== 'pytest') return present({ node });
  return present({ python: python ?? found, command: read('command') });
}

/** Hears how far the test came, and what went wrong with it. */
class CanaryListener implements TestListener {
  #announced = 0;
  #ended = 0;
  #finished = false;
  why: string | undefined;

  get isFinished(): boolean {
    return this.#finished;
  }

  get uncaught(): undefined {
    return undefined;
  }

  seen(): SeenSoFar {
    return { announced: this.#announced, ended: this.#ended, failed: 0, finished: this.#finished };
  }

  noteWaiting(): void {
    // It waits for nothing.
  }

  take(event: TestEvent): void {
    if (event.kind === 'announced') this.#announced += event.tests.length;
    else if (event.kind === 'test-ended') this.#ended += 1;
    else if (event.kind === 'finished' || event.kind === 'load-failed') this.#finished = true;
    const failure: Failure | undefined = 'failure' in event ? event.failure : undefined;
    this.why ??= failure?.message;
  }
}
