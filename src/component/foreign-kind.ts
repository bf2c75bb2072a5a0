import { z } from 'zod';
import { RealityError, describeError } from '#domain';
import type { ComponentDeclaration } from '#domain';
import type { ComponentKind, LocateInput, Location, Prepared, PrepareContext } from './kind.ts';
import { makeKind } from './kind.ts';
import { readStartFailure } from './read-start-failure.ts';
import { UnfitError, isUnfit } from './refuse.ts';

/**
 * A kind that is a module of the user's own (`kind: ./my-kind.js`, its default export). Only `kind` and `prepare` must be there;
 * what is left out is nothing: no ports, no addresses, no probes.
 */
export interface ForeignKind<Options = unknown> {
  /** Its name, in messages. */
  readonly kind: string;
  /** zod, of everything but `kind`, `requires` and `autostart`; absent = no further keys. */
  readonly schema?: z.ZodType<Options>;
  readonly declare?: (options: Options) => Partial<ComponentDeclaration>;
  readonly locate?: (input: LocateInput<Options>) => Partial<Location>;
  readonly programs?: NonNullable<ComponentKind<Options>['programs']>;
  readonly prepare: (context: PrepareContext<Options>) => Promise<ForeignPrepared>;
}

/** As `Prepared`; ready within 30 s, stopped by SIGTERM with 3 s of grace, where nothing else is said. */
export type ForeignPrepared = Partial<Prepared>;

/** Gives a kind its types; at run time it is what it was. */
export function defineKind<Options>(kind: ForeignKind<Options>): ForeignKind<Options> {
  return kind;
}

const NOTHING: ComponentDeclaration = { ports: [], urls: [], secrets: [], dirs: [], facts: [] };

const isFunction = (value: unknown): boolean => typeof value === 'function';
const member = z.custom<never>(isFunction, 'must be a function');
const plug = z.strictObject({
  kind: z.string({ error: 'must be a text' }),
  prepare: member,
  declare: member.optional(),
  locate: member.optional(),
  programs: member.optional(),
  schema: z
    .custom<z.ZodType>(
      (value) => typeof value === 'object' && value !== null && 'safeParse' in value && '_zod' in value,
      'must be a schema of zod 4',
    )
    .optional(),
});

/** Makes a kind of what a module exports; throws one sentence when it is none. */
export function adoptKind(exported: unknown): ComponentKind<unknown> {
  const foreign = readForeignKind(exported);
  const { kind } = foreign;
  return makeKind<unknown>({
    kind,
    schema: foreign.schema ?? z.strictObject({}),
    declare: (options) => ({ ...NOTHING, ...guard(kind, 'declare', () => foreign.declare?.(options)) }),
    locate: (input) => ({ host: '127.0.0.1', urls: {}, ...guard(kind, 'locate', () => foreign.locate?.(input)) }),
    tools: () => [],
    programs: (options) => guard(kind, 'programs', () => foreign.programs?.(options)) ?? [],
    prepare: async (context) => prepare(foreign, context),
  });
}

function readForeignKind(exported: unknown): ForeignKind {
  if (typeof exported !== 'object' || exported === null)
    throw new Error('it has no default export that is a kind: {kind, schema, prepare}');
  const read = plug.safeParse(exported);
  const kind = z.custom<ForeignKind>(() => read.success).safeParse(exported);
  if (kind.success) return kind.data;
  const texts = (read.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`.trim());
  throw new Error(`its default export is no kind: ${texts.join('; ')}`);
}

function guard<Value>(kind: string, member_: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw new RealityError('config-invalid', `the kind ${kind} failed in ${member_}: ${describeError(error)}`, {
      cause: error,
    });
  }
}

async function prepare(foreign: ForeignKind, context: PrepareContext<unknown>): Promise<Prepared> {
  try {
    return {
      facts: {},
      probes: [],
      listens: [],
      readyTimeoutMs: 30_000,
      stop: { signal: 'SIGTERM', graceMs: 3000 },
      restart: { kind: 'never' },
      readStartFailure,
      ...(await foreign.prepare(context)),
    };
  } catch (error) {
    if (isUnfit(error)) throw error;
    throw new UnfitError(
      `was not started: its kind failed: ${describeError(error)}`,
      `mend the kind ${foreign.kind}`,
      '.kind',
    );
  }
}
