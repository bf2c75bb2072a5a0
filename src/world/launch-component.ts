import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Child } from '#child';
import { startChild } from '#child';
import type { ComponentKind, Prepared } from '#component';
import { present } from '#domain';
import type { ComponentSpec, SpawnDescription } from '#domain';
import { logFileOf } from './component-logs.ts';
import { furnishComponent } from './furnish-component.ts';
import { sharedDirOf } from './live-context.ts';
import type { LiveContext } from './live-context.ts';
import type { ProbeFacts, Proof } from './prove-ready.ts';
import { proveReady } from './prove-ready.ts';
import { makeRunProgram } from './run-program.ts';

/** One try to bring a component up. `unprepared` = something of ours or of the machine went wrong before its process began. */
export type Launch =
  | {
      readonly kind: 'tried';
      readonly proof: Proof;
      readonly facts: ProbeFacts;
      readonly prepared: Prepared;
      readonly child: Child | undefined;
    }
  | { readonly kind: 'unprepared'; readonly error: unknown };

export interface LaunchInput {
  readonly spec: ComponentSpec;
  readonly kind: ComponentKind<unknown>;
  readonly context: LiveContext;
  readonly signal: AbortSignal;
  /** From the component's own time limit and the world's. */
  readonly deadlineFor: (prepared: Prepared) => number;
  /** Told at once, so that whoever stops the world meanwhile finds it. */
  readonly onChild: (child: Child) => void;
}

export async function launchComponent(input: LaunchInput): Promise<Launch> {
  const { context, signal } = input;
  try {
    const prepared = await prepareComponent(input);
    context.book.setFacts(input.spec.name, prepared.facts);
    if (signal.aborted) return { kind: 'tried', proof: { kind: 'aborted' }, facts: {}, prepared, child: undefined };
    const child = prepared.spawn === undefined ? undefined : await spawnComponent(input, prepared, prepared.spawn);
    if (child !== undefined) input.onChild(child);
    const patience = { signal, deadlineMs: input.deadlineFor(prepared) };
    const proved = await proveReady({ prepared, child, scope: context.scope }, patience, context.environment);
    if (proved.proof.kind !== 'ready' || prepared.furnish === undefined)
      return { kind: 'tried', ...proved, prepared, child };
    const furnished = await furnishComponent({ prepared, child, patience }, proved.proof.saw);
    if (furnished.proof.kind === 'ready')
      context.book.setFacts(input.spec.name, { ...prepared.facts, ...furnished.facts });
    return { kind: 'tried', ...furnished, prepared, child };
  } catch (error) {
    return { kind: 'unprepared', error };
  }
}

async function prepareComponent(input: LaunchInput): Promise<Prepared> {
  const { spec, kind, context, signal } = input;
  const { book, request } = context;
  const ownDir = join(context.ownDirs, spec.name);
  await mkdir(ownDir, { recursive: true, mode: 0o700 });
  const { host, urls } = book.describe(spec.name);
  const asksAccess = kind.asksAccess?.(spec.options) ?? false;
  return kind.prepare({
    spec,
    options: resolveOptions(input),
    host,
    urls,
    ports: book.portsOf(spec.name),
    secrets: book.secretsOf(spec.name),
    dirs: context.dirs,
    tools: context.tools,
    nonce: context.nonce,
    environment: context.environment,
    projectRoot: context.projectRoot,
    redact: context.redact,
    envOverride: resolveOverride(request.envOverrides[spec.name] ?? {}, input),
    others: book.describeAll(),
    sharedDir: sharedDirOf(context),
    ownDir,
    ...present({ accessUrl: asksAccess ? context.accessWitness?.urlFor(spec.name) : undefined }),
    signal,
    run: makeRunProgram(spec.name, context),
  });
}

/** As the component is to see the others; what we ask by ourselves we ask without a relay. */
function resolveOptions({ spec, kind, context: { book } }: LaunchInput): unknown {
  const seen = book.resolveDeep(spec.options, spec.name);
  const own = kind.askedByUs ?? [];
  if (own.length === 0 || !isRecord(seen) || !isRecord(spec.options)) return seen;
  const direct = Object.entries(spec.options).filter(([key]) => own.includes(key));
  return { ...seen, ...Object.fromEntries(direct.map(([key, value]) => [key, book.resolveDeep(value)])) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A suite's `with:` may name addresses as the component's own variables do. */
function resolveOverride(
  override: Readonly<Record<string, string>>,
  { spec, context: { book } }: LaunchInput,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(override).map(([name, value]) => [name, book.resolve(value, spec.name)]));
}

async function spawnComponent(
  { spec, context }: LaunchInput,
  prepared: Prepared,
  spawn: SpawnDescription,
): Promise<Child> {
  const { limits } = context;
  return startChild(
    { ...spawn, env: { TMPDIR: context.scratchDir, ...spawn.env } },
    {
      environment: context.environment,
      logFile: logFileOf(context.componentLogDir, spec.name),
      redact: context.redact,
      maxOutputBytes: limits.maxOutputBytes,
      maxMemoryBytes: limits.maxMemoryBytes,
      maxProcesses: limits.maxProcesses,
      stopSignal: prepared.stop.signal,
      graceMs: prepared.stop.graceMs,
      scope: context.scope,
    },
  );
}
