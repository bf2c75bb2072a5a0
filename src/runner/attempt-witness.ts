import { makeMediamtxWitness, witnessMedia } from '#contact';
import type { MediaSubject, MediamtxWitness, WitnessFinding } from '#contact';
import type { ComponentSpec, MockUse, PlannedSuite, SuiteSpec, WorldFile } from '#domain';
import type { World } from '#world';
import type { AttemptPlace } from './attempt-place.ts';
import { worldOf } from './make-plan.ts';
import type { Run } from './open-run.ts';

/** What the components of a world and the media in it show of one process of a suite: asked when it begins and when it has gone. */
export interface AttemptWitness {
  /** Does not hold up the process: what is asked here is answered before it has come as far as its first test. */
  readonly begin: () => void;
  /** While world and folders still stand. Asked again, it is the same answer. */
  readonly collect: () => Promise<WitnessReport>;
}

export interface WitnessReport {
  readonly findings: readonly WitnessFinding[];
  readonly mocks: readonly MockUse[];
  /** What could not be looked at, each a whole sentence. */
  readonly notes: readonly string[];
}

export interface WitnessInput {
  readonly run: Run;
  readonly planned: PlannedSuite;
  readonly spec: SuiteSpec;
  readonly world: World | undefined;
  readonly place: AttemptPlace;
  readonly nonce: string;
  readonly lists?: boolean;
}

const NOTHING: WitnessReport = { findings: [], mocks: [], notes: [] };
/** Folders of a world in which nobody records. */
const NO_RECORDINGS: ReadonlySet<string> = new Set(['config', 'streams', 'devices', 'logs']);

export function openAttemptWitness(input: WitnessInput): AttemptWitness {
  const { world, planned, lists } = input;
  if (world === undefined || planned.lane === 'unit' || lists === true)
    return { begin: () => undefined, collect: async () => Promise.resolve(NOTHING) };
  const scene = readScene(input, world);
  const sinceMs = input.run.context.environment.wallClockMs();
  let begun: Promise<unknown> = Promise.resolve();
  let report: Promise<WitnessReport> | undefined;
  return {
    begin: () => {
      begun = Promise.all(scene.witnesses.map(async ({ begin }) => begin()));
    },
    collect: async () => {
      report ??= begun.then(async () => collect(scene, sinceMs));
      return report;
    },
  };
}

/** The world as it concerns one suite. */
interface Scene {
  readonly input: WitnessInput;
  readonly world: World;
  readonly file: WorldFile;
  readonly parts: readonly ComponentSpec[];
  readonly witnesses: readonly MediamtxWitness[];
}

function readScene(input: WitnessInput, world: World): Scene {
  const { planned, nonce, run, spec } = input;
  const file = world.describe({ name: planned.name, nonce, secrets: [] });
  const names = worldOf(planned);
  const parts = run.request.config.components.filter(({ name }) => names.includes(name));
  const witnesses = parts.filter(isServer).map(({ name }) =>
    makeMediamtxWitness({
      component: name,
      api: addressOfApi(file, name),
      edges: [...(isDirect(name, spec) ? [name] : []), ...askersOf(name, parts)],
      worldNonce: world.nonce,
      suiteNonce: nonce,
      accesses: () => world.accesses(),
      nowMs: run.context.environment.wallClockMs,
    }),
  );
  return { input, world, file, parts, witnesses };
}

/** Where it really listens: what the harness asks must not count as contact. */
function addressOfApi({ components }: WorldFile, name: string): string {
  const part = components[name];
  return `http://${part?.host ?? ''}:${part?.listens?.['api'] ?? part?.ports['api'] ?? 0}`;
}

async function collect(scene: Scene, sinceMs: number): Promise<WitnessReport> {
  const told = (await Promise.all(scene.witnesses.map(async (witness) => witness.collect()))).flat();
  const media = await witnessMedia(makeMediaSubject(scene), sinceMs);
  return {
    findings: [...told, ...media.findings],
    mocks: media.mocks,
    notes: media.note === '' ? [] : [media.note],
  };
}

function makeMediaSubject({ input, world, file, parts, witnesses }: Scene): MediaSubject {
  const { place, nonce, spec } = input;
  const isWitnessed = parts.some(({ name }) => file.components[name]?.facts['witness'] === 'on');
  const suites = (stream: string): readonly string[] => [serverOf(stream, parts)].filter((name) => name !== '');
  const ownServices = parts.filter(({ name, kind }) => kind === 'service' && spec.requires.includes(name));
  return {
    recordings: Object.fromEntries(Object.entries(world.dirs).filter(([name]) => !NO_RECORDINGS.has(name))),
    own: { artifacts: place.artifacts, tmp: place.scratch },
    worldNonce: world.nonce,
    suiteNonce: nonce,
    edgesOf: (stream) => {
      const askers = suites(stream).flatMap((server) => askersOf(server, parts));
      return askers.length > 0 ? askers : suites(stream);
    },
    ownEdgesOf: (stream) => {
      const direct = suites(stream).filter((server) => isDirect(server, spec));
      return direct.length > 0 ? direct : ownServices.map(({ name }) => name);
    },
    hasStreams: parts.some(isStream) || world.accesses().some(({ query }) => query.includes(nonce)),
    accesses: isWitnessed ? world.accesses() : undefined,
    pulled: witnesses.flatMap(({ pulled }) => pulled()),
  };
}

function isServer({ kind }: ComponentSpec): boolean {
  return kind === 'mediamtx';
}

/** Whether the suite itself has to do with a component, by what it requires or declares. */
function isDirect(name: string, { requires, contact }: SuiteSpec): boolean {
  return requires.includes(name) || name in contact;
}

function isStream({ kind }: ComponentSpec): boolean {
  return kind === 'ffmpeg-stream';
}

/** Edges of those who use a server; its publishers are ours. */
function askersOf(server: string, parts: readonly ComponentSpec[]): readonly string[] {
  return parts
    .filter((part) => !isStream(part) && part.requires.includes(server))
    .map(({ name }) => `${name}>${server}`);
}

/** Which server a stream of the world goes to; of those that the suite publishes itself, the only one or the first. */
function serverOf(stream: string, parts: readonly ComponentSpec[]): string {
  const servers = parts.filter(isServer).map(({ name }) => name);
  const part = parts.find(({ name }) => name === stream);
  return servers.find((server) => part?.requires.includes(server)) ?? servers[0] ?? '';
}
