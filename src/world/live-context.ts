import { join } from 'node:path';
import type { ProcessScope, Redact } from '#child';
import type { AccessWitness } from '#contact';
import { makeRedact } from '#child';
import type { ComponentKind } from '#component';
import type { ComponentSpec } from '#domain';
import { present } from '#domain';
import { AddressBook } from './address-book.ts';
import { IncidentBook } from './incident-book.ts';
import { PortLeases } from './port-leases.ts';
import type { WorldContext, WorldRequest } from './types.ts';
import type { WorldDirectories } from './world-directories.ts';
import { WorldTaps } from './world-taps.ts';

const SECRET_BYTES = 32;
const NONCE_BYTES = 8;

/** What all components of one world share. */
export interface LiveContext extends WorldContext {
  readonly request: WorldRequest;
  readonly scope: ProcessScope;
  readonly book: AddressBook;
  readonly incidents: IncidentBook;
  readonly leases: PortLeases;
  readonly relays: WorldTaps;
  /** Ports whose listener was once proved to be a process of ours. */
  readonly provedPorts: Set<number>;
  /** File → what went wrong when it was made, undefined = it is there. */
  readonly aheadRuns: Map<string, Promise<string | undefined>>;
  readonly dirs: Readonly<Record<string, string>>;
  /** TMPDIR of every component: its temporary files go with the world. */
  readonly scratchDir: string;
  /** Holds a private folder for each component that wants one. */
  readonly ownDirs: string;
  readonly secrets: readonly string[];
  readonly redact: Redact;
  readonly nonce: string;
  /** Absent where no component asks it. */
  readonly accessWitness?: AccessWitness;
  /** Folder of this world's component logs. */
  readonly componentLogDir: string;
  readonly startedMs: number;
  /** Aborted when the world stops. */
  readonly life: AbortSignal;
}

export interface LiveContextParts {
  readonly request: WorldRequest;
  readonly context: WorldContext;
  readonly directories: WorldDirectories;
  /** Of this world, below the run's. */
  readonly marker: string;
  readonly life: AbortSignal;
  readonly accessWitness?: AccessWitness;
}

export function openLiveContext(given: LiveContextParts): LiveContext {
  const { request, context, directories, marker, life, accessWitness } = given;
  const { environment, emit } = context;
  const { root, dirs, scratchDir } = directories;
  const { id, runId } = request;
  const secretsOf = (spec: ComponentSpec): Readonly<Record<string, string>> =>
    Object.fromEntries(spec.declares.secrets.map((name) => [name, environment.randomHex(SECRET_BYTES)]));
  const book = new AddressBook(dirs);
  for (const spec of request.components) book.add(spec, kindOf(spec, context), secretsOf(spec));
  const secrets = request.components.flatMap((spec) => Object.values(book.secretsOf(spec.name)));
  const shared = {
    ...context,
    request,
    scope: context.registry.scope({ name: id, marker, directory: root, remembers: 'PATH=' }),
    book,
    incidents: new IncidentBook(id, emit),
    leases: new PortLeases({ environment, emit, world: id, holder: `world ${id} of run ${runId}, pid ${process.pid}` }),
    provedPorts: new Set<number>(),
    aheadRuns: new Map<string, Promise<string | undefined>>(),
    dirs,
    scratchDir,
    ownDirs: join(root, 'own'),
    secrets,
    redact: makeRedact([...secrets, ...(context.hidden ?? [])]),
    nonce: environment.randomHex(NONCE_BYTES),
    componentLogDir: join(context.logDir, id),
    startedMs: environment.monotonicMs(),
    life,
    ...present({ accessWitness }),
  };
  return { ...shared, relays: new WorldTaps(shared) };
}

/** Where what is made ahead is shared: the run's own folder, or this world's where a run has none. */
export function sharedDirOf({ sharedDir, scratchDir }: Pick<LiveContext, 'sharedDir' | 'scratchDir'>): string {
  return sharedDir ?? scratchDir;
}

/** Config has refused unknown kinds: here it is a bug. */
export function kindOf(spec: ComponentSpec, { kinds }: Pick<WorldContext, 'kinds'>): ComponentKind<unknown> {
  const kind = kinds[spec.kind];
  if (kind === undefined) throw new Error(`component ${spec.name} has the unknown kind ${spec.kind}`);
  return kind;
}
