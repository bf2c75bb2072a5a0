import { encodeConfig } from '#config';
import type { Config, Plan, Policy, RunEvent, Toolbox } from '#domain';
import { makeDisplay } from '#display';
import type { Display } from '#display';
import type { UnplugRequest } from '#runner';
import type { RunDirectory } from '#store';
import type { Given } from './given.ts';
import type { Shell } from './shell.ts';

/** Everything a run was decided to be, before anything starts. */
export interface Intent {
  readonly config: Config;
  readonly plan: Plan;
  readonly policy: Policy;
  readonly tools: Toolbox;
  /** What works less well with these tools. */
  readonly warnings: readonly string[];
  readonly seed: string;
  /** Only tests whose titles match. */
  readonly grep?: string;
  /** With --last-failed: planned suite → tests to run, where they run alone. */
  /** --independence. */
  readonly independence?: boolean;
  /** --unplug. */
  readonly unplug?: UnplugRequest;
  readonly onlyTests?: ReadonlyMap<string, ReadonlySet<string>>;
}

// Events after which a crash of the machine may cost nothing.
const SYNCED: ReadonlySet<RunEvent['kind']> = new Set(['suite-ended', 'suite-blocked', 'run-ended']);

/** One way for every fact: into the journal first, then onto the terminal. */
export function makeAppend(directory: RunDirectory, display: Display): (event: RunEvent) => void {
  return (event) => display.show(directory.append(event, { sync: SYNCED.has(event.kind) }));
}

/** The facts with which every journal begins. */
export function openingEvents(shell: Shell, intent: Intent, directory: RunDirectory): readonly RunEvent[] {
  const { config, plan, policy, tools, warnings, seed } = intent;
  const { environment } = shell;
  const encoded = encodeConfig(config);
  const sides = {
    config: directory.writeSide(encoded.config, 'json'),
    requirements: directory.writeSide(encoded.requirements, 'json'),
    effective: directory.writeSide(encoded.effective, 'json'),
  };
  const host = {
    platform: environment.platform,
    arch: environment.arch,
    cpus: shell.cpus,
    memoryBytes: shell.totalMemoryBytes,
    node: process.version,
    kernel: shell.kernel,
  };
  return [
    {
      kind: 'run-started',
      schema: 2,
      runId: directory.runId,
      startedAt: new Date(environment.wallClockMs()).toISOString(),
      version: shell.version,
      project: config.project,
      argv: shell.argv,
      seed,
      selection: plan.selection,
      policy,
      sides,
      host,
    },
    ...Object.values(tools).map((tool): RunEvent => ({ kind: 'tool-identified', tool })),
    ...warnings.map((text): RunEvent => ({ kind: 'warning', about: 'tools', text })),
    ...[...config.warnings, ...directory.warnings].map((text): RunEvent => ({
      kind: 'warning',
      about: 'configuration',
      text,
    })),
  ];
}

/** How progress is shown: a terminal is redrawn, everything else gets lines that stay. */
export function openDisplay(shell: Shell, given: Given): Display {
  const beganMs = shell.environment.monotonicMs();
  return makeDisplay({
    mode: displayMode(shell, given.text('reporter') ?? 'auto'),
    colour: shell.colour.err,
    columns: shell.columns,
    write: shell.err,
    nowMs: () => shell.environment.monotonicMs() - beganMs,
    verbose: given.flag('verbose') || given.flag('debug'),
  });
}

function displayMode(shell: Shell, wanted: string): 'live' | 'plain' | 'quiet' {
  if (wanted === 'quiet' || wanted === 'live') return wanted;
  return wanted === 'auto' && shell.live ? 'live' : 'plain';
}
