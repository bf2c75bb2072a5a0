import path from 'node:path';
import { count } from '#domain';
import type { Attestation, GuardedProcess, ProcessFact } from '#domain';
import { isCopyOf } from './is-copy.ts';
import type { ArmedLine, GuardLedger, SpawnedLine } from './read-ledger.ts';
import { onlyTells, runtimeOf } from './runtime-of.ts';

/** A process of the attempt's tree, as the runner saw it from outside. */
export interface WitnessedProcess extends ProcessFact {
  readonly executable: string;
  /** The policy stood in its environment. */
  readonly isCarrier: boolean;
  readonly cpuTicks: number;
  readonly stackStart: string;
}

export interface AttestInput {
  readonly version: number;
  readonly ledger: GuardLedger;
  readonly processes: readonly WitnessedProcess[];
  /** The process that the engine started; it may be gone before anybody saw it. */
  readonly root: { readonly pid: number; readonly program: string };
  /** Commands of services under test: one that the suite starts once more by itself is what it tests, and no test. */
  readonly services: readonly (readonly string[])[];
}

/** Before Node or Python run the first line of a program they have worked for longer than this. */
const BOOT_TICKS = 4;
const MAX_LISTED = 12;
const MAX_NAMED = 3;

/** What the processes of one attempt say of being guarded, held against those that were really there. Pure. */
export function attest(input: AttestInput): Attestation {
  const { ledger, processes, root, version } = input;
  const met = findUnguarded(input);
  const unguarded = [...met, ...findUnseen(input, met)];
  const armed = ledger.armed.map(({ pid, startTime, program, runtime }) => ({ pid, startTime, program, runtime }));
  const first = processes.find(({ pid }) => pid === root.pid)?.executable ?? root.program;
  const others = [...new Set(processes.filter(isOther).map(({ executable }) => path.basename(executable)))];
  const lists = { version, armed: armed.slice(0, MAX_LISTED), unguarded: unguarded.slice(0, MAX_LISTED) };
  if (unguarded.length > 0) return { state: 'unguarded', ...lists, note: describeUnguarded(unguarded) };
  if (runtimeOf(first) === 'other') {
    const name = path.basename(first);
    const also = armed.length > 0 ? `; ${count(armed.length, 'process', 'processes')} below it armed` : '';
    return { state: 'no-guard', ...lists, note: `${name} runs the suite, and there is no guard for it${also}` };
  }
  if (armed.length === 0) {
    return { state: 'unguarded', ...lists, note: 'no process of the suite said that the guard is in force in it' };
  }
  const beside = others.length > 0 ? `; also ran ${listFew(others)}, for which there is no guard` : '';
  const copies = processes.filter(({ pid, argv }) => pid !== root.pid && isCopy(argv, input.services)).length;
  const own =
    copies > 0 ? `; it started ${count(copies, 'copy', 'copies')} of a service under test, which nobody guards` : '';
  return { state: 'armed', ...lists, note: `${count(armed.length, 'process', 'processes')} armed${beside}${own}` };
}

function isCopy(argv: readonly string[], services: AttestInput['services']): boolean {
  return services.some((command) => isCopyOf(argv, command));
}

function isOther({ executable }: WitnessedProcess): boolean {
  return runtimeOf(executable) === 'other';
}

/** Processes that were seen and did not say they are armed. */
function findUnguarded(input: AttestInput): readonly GuardedProcess[] {
  const { ledger, processes, root, services } = input;
  const armed = processes.filter((seen) => isArmed(seen, ledger.armed));
  const inherited = new Set(armed.map(({ stackStart }) => stackStart).filter((start) => start !== '0'));
  return processes
    .filter((seen) => {
      const runtime = runtimeOf(seen.executable);
      if (
        runtime === 'other' ||
        armed.includes(seen) ||
        (seen.pid !== root.pid && isCopy(seen.argv, services)) ||
        onlyTells(runtime, seen.argv)
      )
        return false;
      // Forked and never made another program: the guard is in its memory.
      if (inherited.has(seen.stackStart)) return false;
      // It was about to be armed, and was gone before it could run a line; or nobody saw more of it than its exec.
      return !((seen.isCarrier || isNameless(seen)) && seen.pid !== root.pid && seen.cpuTicks < BOOT_TICKS);
    })
    .map(({ pid, startTime, argv, executable }) => ({
      pid,
      startTime,
      program: nameProgram(argv.length === 0 ? [executable] : argv),
      runtime: runtimeOf(executable),
    }));
}

/** Met in the instant of its exec or of its end only: what it ran, its parent knows better. */
function isNameless({ argv }: WitnessedProcess): boolean {
  return argv.length === 0;
}

function isArmed({ pid, startTime, executable }: WitnessedProcess, armed: readonly ArmedLine[]): boolean {
  const runtime = runtimeOf(executable);
  return armed.some((line) => line.pid === pid && line.startTime === startTime && line.runtime.startsWith(runtime));
}

/** Children of which the parent said that the guard did not go with them, and of which nobody saw the contrary. */
function findUnseen(input: AttestInput, met: readonly GuardedProcess[]): readonly GuardedProcess[] {
  const known = new Set(met.map(({ pid }) => pid));
  // Of a child that its parent waited for nobody tells the pid: it may be one of those that were met.
  const named = new Set(met.map(({ program }) => program.split(' ')[0]));
  return input.ledger.spawned
    .filter(({ guarded, child }) => !guarded && !known.has(child))
    .filter(({ child, program }) => child !== 0 || !named.has(path.basename(program)))
    .filter(({ program, args }) => isTest(program, [program, ...args], input))
    .filter((line) => !isSpokenFor(line, input))
    .flatMap(describeSpawned);
}

function isTest(executable: string, argv: readonly string[], { services }: AttestInput): boolean {
  return !isCopy(argv, services) && !onlyTells(runtimeOf(executable), argv);
}

/** It said itself that it is armed, or was seen to be something that needs no guard. */
function isSpokenFor({ pid, child }: SpawnedLine, input: AttestInput): boolean {
  // What a process becomes keeps its pid, and with it the word of who was armed before.
  if (child === pid || child === 0) return false;
  if (input.ledger.armed.some((line) => line.pid === child)) return true;
  const seen = input.processes.find((process) => process.pid === child && !isNameless(process));
  if (seen === undefined || LAUNCHES.test(path.basename(seen.executable))) return false;
  return runtimeOf(seen.executable) === 'other' || !isTest(seen.executable, seen.argv, input);
}

/** What becomes another program and keeps the pid: that it was met so says nothing of what came of it. */
const LAUNCHES = /^(?:env|sh|bash|dash|ash|zsh|ksh|busybox|coreutils|timeout|nohup|nice|setsid|stdbuf)$/u;

function describeSpawned({ child, program }: SpawnedLine): readonly GuardedProcess[] {
  const runtime = runtimeOf(program);
  if (runtime === 'other') return [];
  return [{ pid: child, startTime: 0, program: path.basename(program), runtime }];
}

/** Program and first argument that is no long option, without folders. */
function nameProgram([program = '', ...given]: readonly string[]): string {
  const words = [program, given.find((word) => !word.startsWith('--')) ?? given[0]]
    .filter((word) => word !== undefined)
    .map((word) => path.basename(word));
  return words.join(' ').slice(0, 80);
}

function describeUnguarded(processes: readonly GuardedProcess[]): string {
  const names = [...new Set(processes.map(({ program, pid }) => `${program} (pid ${pid})`))];
  return `${count(processes.length, 'process', 'processes')} ran without the guard: ${listFew(names)}`;
}

function listFew(names: readonly string[]): string {
  const more = names.length - MAX_NAMED;
  return `${names.slice(0, MAX_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
