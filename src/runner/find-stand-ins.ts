import { findFakePrograms, findTestSwitches, listClaims, listNamed } from '#contact';
import type { RunningProgram } from '#contact';
import { present } from '#domain';
import type { ComponentSpec, MockUse } from '#domain';
import { findMockProcess } from '#guard';
import type { EngineProcess } from './attempt-state.ts';
import { allowedFor } from './guard-process.ts';
import { worldOf } from './make-plan.ts';
import { readEnv } from './service-settings.ts';

/** A process as the sampler, or a guard, knew it. */
type Seen = RunningProgram & { readonly pid: number };

/**
 * What stood in for a real part around one process of a suite, seen from outside: media that was not recorded, programs that are not what their
 * name says, programs that play servers, and switches of services. While world and folders still stand.
 */
export async function findStandIns(process: EngineProcess, started: readonly string[]): Promise<readonly MockUse[]> {
  const { planned, lists, witness, run, scope, world } = process;
  if (planned.lane === 'unit' || lists === true) return [];
  const seen: readonly Seen[] = [...scope.history().processes, ...(world?.programs() ?? [])];
  const [media, fakes] = await Promise.all([witness.collect(), findFakes(process, seen, started)]);
  for (const text of media.notes) run.emit({ kind: 'warning', about: planned.name, text });
  const found = [...media.mocks, ...fakes, ...findMockPrograms(seen), ...listSwitches(process)];
  return found.map((mock) => withReason(mock, process));
}

/** What a guard saw being started counts too: it may have lived for less than a beat of the sampler. */
async function findFakes(
  { run, planned, spec }: EngineProcess,
  seen: readonly Seen[],
  started: readonly string[],
): Promise<readonly MockUse[]> {
  const { judgeProgram } = run.context;
  if (judgeProgram === undefined) return [];
  const { tools } = run.request;
  const told = started.map((file) => ({ executable: file, argv: [file] }));
  const named = listServices(run.request.config.components, planned).flatMap(({ name, env }) =>
    listNamed({ ...env, ...spec.with[name]?.env }, tools, name),
  );
  return findFakePrograms([...listClaims([...seen, ...told], tools), ...named], judgeProgram);
}

function findMockPrograms(seen: readonly Seen[]): readonly MockUse[] {
  const found = new Map<string, MockUse>();
  for (const { pid, argv } of seen) {
    const what = findMockProcess(argv);
    if (what === undefined || found.has(what)) continue;
    found.set(what, {
      rule: 'mock-program',
      by: 'contact',
      verdict: 'block',
      what,
      sentence: `${what} ran, a program that plays servers: ${argv.join(' ').slice(0, 120)}`,
      mend: 'start the real part as a component and let the suite and the service talk to it',
      pid,
    });
  }
  return [...found.values()];
}

/** Of a suite whose tests run alone they are told with the first of them. */
function listSwitches({ run, planned, spec, redact, test }: EngineProcess): readonly MockUse[] {
  if (test !== undefined && test.ordinal !== 0) return [];
  return listServices(run.request.config.components, planned).flatMap(({ name, env }) =>
    findTestSwitches(name, { ...env, ...spec.with[name]?.env }, redact),
  );
}

interface ServiceVariables {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Services of the world, with the variables that the configuration gives them. */
function listServices(
  components: readonly ComponentSpec[],
  planned: EngineProcess['planned'],
): readonly ServiceVariables[] {
  const names = worldOf(planned);
  return components
    .filter(({ kind, name }) => kind === 'service' && names.includes(name))
    .map((component) => ({ name: component.name, env: readEnv(component) }));
}

/** By the rule, or by what was met. */
export function withReason(mock: MockUse, { run, spec }: Pick<EngineProcess, 'run' | 'spec'>): MockUse {
  const entry = allowedFor(run.request.config, spec).find(({ what }) => what === mock.rule || what === mock.what);
  return { ...mock, ...present({ allowed: entry?.reason }) };
}
