import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readPlainFile } from '#child';
import { GUARD_GEAR, armEnvironment, attest, makeGuardPolicy, readLedger } from '#guard';
import type { GuardGear, GuardLedger } from '#guard';
import type { AllowEntry, Attestation, Config, SuiteSpec } from '#domain';
import type { EngineProcess, ProcessInput } from './attempt-state.ts';
import { commandOf } from './service-settings.ts';

/** Of a suite that does nothing but meet mocks. */
const MAX_LEDGER_BYTES = 8 * 1024 * 1024;

type Subject = Pick<ProcessInput, 'run' | 'planned' | 'lists'>;

/** Lane unit may use mocks, and what only lists tests runs none. */
export function isGuarded(subject: Subject): boolean {
  return isBound(subject) && isSwitchedOn(subject.run);
}

function isBound({ planned, lists }: Pick<Subject, 'planned' | 'lists'>): boolean {
  return planned.lane !== 'unit' && lists !== true;
}

export function isSwitchedOn(run: Subject['run']): boolean {
  return run.request.config.guard?.mode !== 'off';
}

export function gearOf({ run }: Pick<Subject, 'run'>): GuardGear {
  return run.context.guard ?? GUARD_GEAR;
}

/** What a suite may use nevertheless: its own entries, then those of all. */
export function allowedFor(config: Config, spec: SuiteSpec): readonly AllowEntry[] {
  return [...(spec.allow ?? []), ...(config.allow ?? [])];
}

/** Bounds what is first-party: the project, or the folder of a suite that came from elsewhere. */
export function rootOf({ root }: Config, { cwd }: SuiteSpec): string {
  return cwd === root || cwd.startsWith(root + path.sep) ? root : cwd;
}

/** The variables of a process of an engine, with those that arm it; writes its policy. */
export function armProcess(
  process: EngineProcess,
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (!isGuarded(process)) return env;
  const { run, spec, place, nonce } = process;
  const { config } = run.request;
  const policy = makeGuardPolicy({
    nonce,
    ledger: place.guardLedger,
    root: rootOf(config, spec),
    cwd: spec.cwd,
    allow: allowedFor(config, spec),
  });
  writeFileSync(place.guardPolicy, JSON.stringify(policy), { mode: 0o600 });
  return { ...env, ...armEnvironment(gearOf(process), place.guardPolicy, env) };
}

/** What the guarded processes of an attempt wrote down; empty where there are none. */
export function readGuardLedger({ place, nonce }: Pick<EngineProcess, 'place' | 'nonce'>): GuardLedger {
  return readLedger(readPlainFile(place.guardLedger, MAX_LEDGER_BYTES)?.toString() ?? '', nonce);
}

/** What its processes say of being guarded; undefined where nobody is asked, or where no process ever was. */
export function attestProcess(process: EngineProcess, ledger: GuardLedger): Attestation | undefined {
  const { scope, root, run } = process;
  const { version } = gearOf(process);
  if (!isBound(process) || root.pid === 0) return undefined;
  if (!isSwitchedOn(run)) {
    const note = 'the guard was switched off for this run';
    return { state: 'off', version, armed: [], unguarded: [], note };
  }
  const services = run.request.config.components.map(commandOf);
  return attest({ version, ledger, processes: scope.history().processes, root, services });
}
