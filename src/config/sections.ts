import { z } from 'zod';
import { CONTACT_LEVELS, EXPERIMENT_MODES, HEADINGS, LANES, present } from '#domain';
import type { AllowEntry, Budget, ExperimentSettings, Gates, GuardSettings, Limits, ProvisionSettings } from '#domain';
import type { ComponentBase, PackHead, PackUse, RunSection, SuiteBase } from './raw.ts';
import { selectedGate } from './assessment-sections.ts';
import { duration, size } from './units.ts';

// The schemas of everything that config itself understands. What a component kind or an engine adds is checked by its own schema.

const COMPONENT_NAME = /^[a-z][a-z0-9-]*$/u;
const COMPONENT_NAME_TEXT = 'must match [a-z][a-z0-9-]* (lower-case letters, digits and hyphens, a letter first)';
const SUITE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/u;
const SUITE_NAME_TEXT = 'must be letters, digits, ".", "_" or "-", at most 100, with a letter or digit first';
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/** A schema together with what it accepts. */
type Schema<Value> = z.ZodType<Value>;

export const componentName: Schema<string> = z.string().regex(COMPONENT_NAME, COMPONENT_NAME_TEXT);
const texts = z.array(z.string().min(1));
const variables = z.record(z.string().regex(VARIABLE, 'must be a name for a variable'), z.string());
const count = z.int().min(0);
const program = z.exactOptional(z.string().min(1));

export const componentBase: Schema<ComponentBase> = z.object({
  kind: z.string().describe('Which kind of component it is; decides what else may be given.'),
  requires: z.array(componentName).default([]).describe('Components that must be ready before it starts.'),
  autostart: z.boolean().default(true).describe('false leaves the start to a suite, by the control socket.'),
});

const allowEntry = z.strictObject({
  what: z.string().min(1).describe('What is used (`nock`, `unittest.mock.patch`), or the rule that meets it.'),
  reason: z
    .string()
    .regex(/\S/u, 'must say why, in words')
    .describe('Why this suite cannot use the real thing; told in every report.'),
});

export const allow: Schema<readonly AllowEntry[]> = z
  .array(allowEntry)
  .default([])
  .describe('Mocks that every suite may use, each with its reason.');

export const guard: Schema<GuardSettings> = z.strictObject({
  mode: z
    .enum(['on', 'off'])
    .default('on')
    .describe('on: every test process outside lane unit refuses mocks; off: none does, and the reports say so.'),
  scan: z
    .enum(['before-run', 'off'])
    .default('before-run')
    .describe('Whether the files of the suites are read for mocks before each run.'),
  baseline: program.describe(
    'Ledger of `reality scan --baseline`, seen from this file: what it tolerates is no violation.',
  ),
});

export const suiteBase: Schema<SuiteBase> = z.object({
  name: z.string().regex(SUITE_NAME, SUITE_NAME_TEXT).describe('Unique; letters, digits, `.`, `_` and `-`.'),
  engine: z.string().describe('Which engine runs it; decides what else may be given.'),
  lane: z
    .enum(LANES)
    .default('system')
    .describe('Policy: mocks are allowed in unit alone, contact is asked from integration up.'),
  requires: z.array(componentName).default([]).describe('Components of its world; what they require comes with them.'),
  uses: z
    .array(componentName)
    .default([])
    .describe('Components without which it runs too: then it is marked `degraded` and verifies no requirement.'),
  timeout: z
    .exactOptional(duration)
    .describe('Limit of one attempt; with `isolation: test`, of the collection; absent = `run.timeout`.'),
  testTimeout: z.exactOptional(duration).describe('With `isolation: test`: limit of each test; absent = `timeout`.'),
  contact: z
    .record(z.string(), z.enum(CONTACT_LEVELS))
    .default({})
    .describe('Edge (`service` or `service>mediamtx`) and the level that a pass must have reached.'),
  covers: texts.default([]).describe('Ids of requirements.'),
  cites: z
    .exactOptional(z.record(z.string().min(1), texts))
    .describe(
      'Titles, joined by `>`, with `*` for any text, and the requirements that such a test verifies; for tests that do not say so themselves.',
    ),
  tags: texts.default([]).describe('Words to select by.'),
  secrets: texts.default([]).describe('`component.secret` names handed to this suite.'),
  with: z
    .record(componentName, z.strictObject({ env: variables }))
    .default({})
    .describe('Variables that replace those of a component in the world of this suite.'),
  needs: texts.default([]).describe('Host prerequisites: a program, `root`, a path below /dev, `python>=3.10`.'),
  allow: z.exactOptional(z.array(allowEntry)).describe('Mocks that this suite may use, each with its reason.'),
  exclusive: z.boolean().default(false).describe('No other suite runs at the same time.'),
  isolation: z
    .enum(['suite', 'test'])
    .default('suite')
    .describe('test: collected once, then each test in a process of its own, where the engine can.'),
  retries: z.exactOptional(count.max(10)).describe('Further attempts, each in a fresh world; absent = `run.retries`.'),
  tap: z.exactOptional(z.boolean()).describe('false: no relay in the world of this suite, as `run.tap` for all.'),
  standalone: z
    .exactOptional(z.array(z.string().min(1)))
    .describe('For `--parity`: what runs one of its `files` by itself, which is appended: `[python3]`.'),
  env: variables
    .default({})
    .describe(
      'Variables of its own. Values may hold references to what it requires, to a secret only when it asks for it.',
    ),
});

export const packUse: Schema<PackUse> = z.strictObject({
  pack: z.string().describe('Name of a bundled pack of suites.'),
  only: z.exactOptional(texts).describe('Only these suites of it.'),
  except: z.exactOptional(texts).describe('All but these.'),
  overrides: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .default({})
    .describe('Suite of the pack → keys laid over its own.'),
});

export const gates: Schema<Gates> = z.strictObject({
  maxCauses: z
    .partialRecord(z.enum(HEADINGS), count)
    .default({ SYSTEM_CRITICAL: 0 })
    .describe('Heading → how many causes it may hold.'),
  minPassRate: z.number().min(0).max(1).default(1).describe('Of the tests executed.'),
  hollow: z.exactOptional(count).describe('Tests that may pass without the contact they declare.'),
  empty: z.exactOptional(count).describe('Tests that may pass without asserting anything.'),
  blocked: z.exactOptional(count).describe('Suites that may be blocked.'),
  flaky: z.exactOptional(count).describe('Tests that may pass in a further attempt alone.'),
  unguarded: z.exactOptional(count).describe('Suites that may run in a process without the guard.'),
  mocks: z.exactOptional(count).describe('Tests and whole suites that may use a mock that is not allowed.'),
  unplugged: z
    .exactOptional(count)
    .describe('Suites that may pass although an edge that they declare was refused. Not met without --unplug.'),
  minRequirementCoverage: z
    .exactOptional(z.number().min(0).max(1))
    .describe('Of the registered requirements, verified by this run.'),
  minCriticalCoverage: z
    .exactOptional(z.number().min(0).max(1))
    .describe('Of the critical requirements, verified by this run.'),
  selected: z.exactOptional(z.array(selectedGate)).describe('Gates on some of the tests alone.'),
});

export const budget: Schema<Budget> = z
  .strictObject({
    duration: duration.prefault('10m').describe('Wall time of the whole run.'),
    memory: size.prefault('2GB').describe('Peak of all processes of the run together.'),
    disk: size.prefault('1GB').describe('Peak of worlds and reports.'),
    network: size
      .prefault('100MB')
      .describe(
        'Bytes over external interfaces of the host while the run lasts, whoever sent them: an upper bound. Loopback does not count.',
      ),
  })
  .transform((given) => ({
    durationMs: given.duration,
    memoryBytes: given.memory,
    diskBytes: given.disk,
    networkBytes: given.network,
  }));

export const limits: Schema<Limits> = z
  .strictObject({
    maxOutput: size.prefault('256MB').describe('Of one attempt, both streams together.'),
    maxMemory: size.prefault('2GB').describe('Of one attempt, with all its processes.'),
    maxProcesses: z.int().min(1).default(256).describe('Of one attempt.'),
    grace: duration.prefault('2s').describe('From the polite signal to the kill.'),
  })
  .transform((given) => ({
    maxOutputBytes: given.maxOutput,
    maxMemoryBytes: given.maxMemory,
    maxProcesses: given.maxProcesses,
    graceMs: given.grace,
  }));

export const run: Schema<RunSection> = z
  .strictObject({
    timeout: duration.prefault('60s').describe('Of each suite that does not say otherwise.'),
    retries: count.max(10).default(0).describe('Of each suite that does not say otherwise.'),
    workers: z.exactOptional(z.int().min(1).max(64)).describe('Suites side by side, each in a world of its own.'),
    repeatEach: z.int().min(1).default(1).describe('How many times every suite runs.'),
    maxFailures: z.exactOptional(z.int().min(1)).describe('Stop once this many tests are not green.'),
    globalTimeout: z.exactOptional(duration).describe('Limit of the whole run.'),
    unplugLimit: duration.prefault('10m').describe('For all suites together that run again with --unplug.'),
    keep: z
      .enum(['always', 'on-failure', 'never'])
      .default('on-failure')
      .describe('When folders and logs of a world are kept.'),
    seed: z.exactOptional(z.string().min(1)).describe('Of every random choice; without it each run makes its own.'),
    tap: z
      .exactOptional(z.boolean())
      .describe('false: no relay between the parts of a world; who touched whom is then seen less sharply.'),
  })
  .transform(({ timeout, retries, globalTimeout, unplugLimit, ...rest }) => ({
    settings: { ...rest, unplugLimitMs: unplugLimit, ...present({ globalTimeoutMs: globalTimeout }) },
    timeoutMs: timeout,
    retries,
  }));

export const experiments: Schema<ExperimentSettings> = z
  .strictObject({
    mode: z
      .enum(EXPERIMENT_MODES)
      .default('auto')
      .describe(
        'What is tried on one test of each cause: auto = where the verdict is thin, all = always, off = never.',
      ),
    budget: duration.prefault('60s').describe('For all experiments of a run together.'),
  })
  .transform(({ mode, budget: budgetMs }) => ({ mode, budgetMs }));

export const provision: Schema<ProvisionSettings> = z.strictObject({
  mediamtx: program.describe('MediaMTX to use: a path seen from this file, or a name on the PATH.'),
  ffmpeg: program.describe('FFmpeg to use, likewise.'),
  ffprobe: program.describe('ffprobe to use, likewise.'),
  mirror: z.exactOptional(z.url({ protocol: /^https?$/u })).describe('Address that replaces the official releases.'),
  cacheDir: program.describe('Folder of the cache, seen from this file.'),
  mediamtxVersion: z
    .exactOptional(z.string().regex(/^v?\d+\.\d+\.\d+$/u, 'must be a release such as 1.19.3'))
    .describe('Release of MediaMTX to use; absent = any supported one.'),
});

export const version: Schema<1> = z.literal(1).describe('Of the format.');
export const project: Schema<string> = z
  .string()
  .regex(/^\S(?:.*\S)?$/u, 'must be a name')
  .max(100)
  .describe('Name of what is judged, for reports.');
export const scope: Schema<'suite' | 'run'> = z
  .enum(['suite', 'run'])
  .default('suite')
  .describe('run: one world for each worker, shared by its suites.');
export const requirementFiles: Schema<readonly string[]> = z
  .union([z.string().transform((file) => [file]), z.array(z.string())])
  .default([])
  .describe('Registry files, relative to this one.');

/** The head of a pack file; what stands under `suites` is read as suites are. */
export const packHead: Schema<PackHead> = z.strictObject({
  version: z.literal(1),
  pack: z.string(),
  expects: z.array(componentName).default([]).describe('Components that the configuration must have.'),
  requirements: z.exactOptional(z.string()),
});
