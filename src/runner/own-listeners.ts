import type { SeenProcess } from '#child';
import { listTalkedPorts } from '#contact';
import type { OwnListener, SeenListener, WorldTraffic } from '#contact';
import { present } from '#domain';
import type { Frame } from '#domain';
import type { GuardLedger } from '#guard';
import type { World } from '#world';
import type { EngineProcess } from './attempt-state.ts';
import { readGuardLedger } from './guard-process.ts';
import { shortenPath } from './shorten-path.ts';
import { copyOf, isOfTests } from './whose-listener.ts';

/** With the socket, where it was seen from outside. */
export type SeenOwnListener = OwnListener & { readonly inode?: number };

interface Place {
  readonly address: string;
  readonly pid: number;
  readonly inode?: number;
  readonly seen?: SeenListener;
  readonly line?: GuardLedger['listening'][number];
}

/** Servers that the suite opened while one of its processes ran, as its guards told and as they were seen from outside. */
export function listOwnListeners(
  process: EngineProcess,
  world: World,
  { traffic, withinMs }: { readonly traffic: WorldTraffic; readonly withinMs: number },
): readonly SeenOwnListener[] {
  const ledger = readGuardLedger(process);
  const { processes } = process.scope.history();
  const tree = listTree(process, ledger, processes);
  const seen = traffic.listeners.filter(({ owners }) => owners.some((pid) => tree.has(pid)));
  const places = mergePlaces(ledger.listening, seen);
  if (places.length === 0) return [];
  const talked = listTalkedPorts(withinMs);
  return places.map((place) => describe(place, { process, processes, world, traffic, talked }));
}

/** Every process of the suite that anybody knows of. */
function listTree(
  { root }: EngineProcess,
  ledger: GuardLedger,
  processes: readonly SeenProcess[],
): ReadonlySet<number> {
  const seen = processes.map(({ pid }) => pid);
  const told = [...ledger.armed.map(({ pid }) => pid), ...ledger.spawned.map(({ child }) => child)];
  return new Set([root.pid, ...seen, ...told].filter((pid) => pid > 1));
}

/** One for each port of a process. */
function mergePlaces(told: GuardLedger['listening'], seen: readonly SeenListener[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const line of told) places.set(keyOf(line.address, line.pid), { address: line.address, pid: line.pid, line });
  for (const one of seen) {
    const [pid = 0] = one.owners;
    const key = keyOf(one.address, pid);
    places.set(key, { address: one.address, pid, ...places.get(key), seen: one, inode: one.inode });
  }
  return [...places.values()];
}

interface Around {
  readonly process: EngineProcess;
  /** Of the suite, as they were seen. */
  readonly processes: readonly SeenProcess[];
  readonly world: World;
  readonly traffic: WorldTraffic;
  readonly talked: ReadonlySet<number>;
}

function describe({ address, pid, seen, line, inode }: Place, around: Around): SeenOwnListener {
  const { process, processes, talked, traffic } = around;
  const known = processes.find((one) => one.pid === pid);
  const { executable = '' } = seen ?? known ?? {};
  const program = { pid, executable, argv: pick(seen?.argv, known?.argv) };
  const port = portOf(address);
  return {
    address,
    port,
    ...program,
    isUsed: talked.has(port),
    asked: new Set(traffic.served.filter(({ clients }) => clients.includes(pid)).map(({ edge }) => edge)),
    isOfTests: isOfTests(program, process, known?.cwd ?? ''),
    ...present({ frame: frameOf(line, process), inode, copyOf: copyOf(program, around) }),
  };
}

function frameOf(line: Place['line'], { run }: EngineProcess): Frame | undefined {
  if (line?.file === undefined) return undefined;
  const { file, column, name } = line;
  return { file: shortenPath(file, run.request.config.root), line: line.line, column, name };
}

function keyOf(address: string, pid: number): string {
  return `${portOf(address)} ${pid}`;
}

function pick(...all: readonly (readonly string[] | undefined)[]): readonly string[] {
  return all.find((argv) => argv !== undefined && argv.length > 0) ?? [];
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
