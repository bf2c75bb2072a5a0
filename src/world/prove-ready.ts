import type { Child, ProcessScope } from '#child';
import { findPortOwner, listListeners } from '#child';
import type { ListenSocket, Prepared, ProbeResult } from '#component';
import type { ChildEnd, Environment, Patience } from '#domain';
import { describeListener } from './port-leases.ts';
import { pause } from './waiting.ts';

/** How a start went. */
export type Proof =
  | { readonly kind: 'ready'; readonly saw: string }
  | { readonly kind: 'ended'; readonly end: ChildEnd }
  | { readonly kind: 'not-ready'; readonly lastSaw: string }
  | { readonly kind: 'foreign'; readonly saw: string }
  /** It is up, and does not hold what it must. */
  | { readonly kind: 'unfit'; readonly saw: string }
  | { readonly kind: 'aborted' };

export interface ProofSubject {
  readonly prepared: Prepared;
  readonly child: Child | undefined;
  readonly scope: ProcessScope;
}

/** A look that is never answered must not use up the whole time to get ready. */
const LONGEST_LOOK_MS = 2000;
/** The last one too, also when this process was stopped meanwhile (Ctrl-Z) and the deadline has long passed. */
const SHORTEST_LOOK_MS = 500;
/** Time for our own process, which may be slow to begin, to notice that its address is taken, and to say so by its exit. */
const FOREIGN_GRACE_MS = 5000;

/** Facts of the last look that failed, whatever ended the looking. */
export type ProbeFacts = Readonly<Record<string, string>>;

/** Looks until all probes hold at once and the asked sockets are ours; races the end of the process. */
export async function proveReady(
  subject: ProofSubject,
  patience: Patience,
  environment: Environment,
): Promise<{ readonly proof: Proof; readonly facts: ProbeFacts }> {
  const looking = new AbortController();
  const stopLooking = (): void => looking.abort();
  patience.signal.addEventListener('abort', stopLooking, { once: true });
  if (patience.signal.aborted) stopLooking();
  let facts: ProbeFacts = {};
  const note = (seen: ProbeFacts): void => {
    facts = seen;
  };
  const looked = lookUntilReady(
    { ...subject, note },
    { signal: looking.signal, deadlineMs: patience.deadlineMs },
    environment,
  );
  const ended = subject.child?.ended.then((end): Proof => ({ kind: 'ended', end }));
  try {
    const proof = await Promise.race(ended === undefined ? [looked] : [ended, looked]);
    return { proof, facts };
  } finally {
    stopLooking();
    patience.signal.removeEventListener('abort', stopLooking);
    await looked;
  }
}

interface LookSubject extends ProofSubject {
  readonly note: (facts: ProbeFacts) => void;
}

async function lookUntilReady(subject: LookSubject, patience: Patience, environment: Environment): Promise<Proof> {
  const startedMs = environment.monotonicMs();
  const conclude = makeConclusion(patience.deadlineMs);
  for (;;) {
    const result = await lookAtAll(subject, patience, environment);
    if (patience.signal.aborted) return { kind: 'aborted' };
    if (result.ok) return { kind: 'ready', saw: result.saw };
    subject.note({ ...result.facts, ...(result.foreign === true ? { foreign: result.saw } : {}) });
    const nowMs = environment.monotonicMs();
    const proof = conclude(result, nowMs);
    if (proof !== undefined) return proof;
    await pause(Math.min(waitAfter(nowMs - startedMs), patience.deadlineMs - nowMs), patience.signal);
  }
}

type Failed = Extract<ProbeResult, { ok: false }>;

/** When looks that fail are enough: a stranger that stays, or the deadline. */
function makeConclusion(deadlineMs: number): (result: Failed, nowMs: number) => Proof | undefined {
  let stranger: { readonly sinceMs: number; readonly saw: string } | undefined;
  return (result, nowMs) => {
    const isOver = nowMs >= deadlineMs;
    // The last look may have been cut short by the deadline: it does not unsay the one before.
    if (result.foreign === true) stranger = { sinceMs: stranger?.sinceMs ?? nowMs, saw: result.saw };
    else if (!isOver) stranger = undefined;
    if (stranger !== undefined && (isOver || nowMs - stranger.sinceMs >= FOREIGN_GRACE_MS))
      return { kind: 'foreign', saw: stranger.saw };
    return isOver ? { kind: 'not-ready', lastSaw: result.saw } : undefined;
  };
}

/** Soon at first: MediaMTX answers 25 ms after its start. */
function waitAfter(elapsedMs: number): number {
  if (elapsedMs < 500) return 10;
  if (elapsedMs < 2000) return 25;
  return elapsedMs < 10_000 ? 50 : 100;
}

/** One look by each probe, and at who answers. */
export async function lookAtAll(
  subject: ProofSubject,
  patience: Patience,
  environment: Environment,
): Promise<ProbeResult> {
  const saws: string[] = [];
  for (const probe of subject.prepared.probes) {
    const nowMs = environment.monotonicMs();
    const deadlineMs = Math.max(nowMs + SHORTEST_LOOK_MS, Math.min(patience.deadlineMs, nowMs + LONGEST_LOOK_MS));
    const result = await probe.look({ signal: patience.signal, deadlineMs });
    if (!result.ok) return { ...result, saw: `${probe.what}: ${result.saw}` };
    saws.push(`${probe.what}: ${result.saw}`);
  }
  const strange = await findStrangeListener(subject);
  return strange ?? { ok: true, saw: saws.join('; ') };
}

function isMissingFrom(pids: readonly number[]): (socket: ListenSocket) => boolean {
  const held = new Set(listListeners(pids).map(({ protocol, address }) => `${protocol} ${portOf(address)}`));
  return (socket) => !held.has(`${socket.protocol} ${socket.port}`);
}

/** An answer counts only when a process of ours owns the socket that gave it. */
async function findStrangeListener({ prepared, child, scope }: ProofSubject): Promise<Failed | undefined> {
  if (child === undefined || prepared.listens.length === 0) return undefined;
  const [first] = prepared.listens.filter(isMissingFrom([child.pid]));
  if (first === undefined) return undefined;
  const ours = (await scope.find()).map((owned) => owned.process.pid);
  const strange = prepared.listens.find(isMissingFrom(ours));
  if (strange === undefined) return undefined;
  const name = `${strange.protocol} port ${strange.port}`;
  if (findPortOwner(strange.protocol, strange.port).kind === 'free')
    return { ok: false, saw: `nobody listens on ${name}` };
  return { ok: false, foreign: true, saw: `${name} answers, but it belongs to ${describeListener(strange.port)}` };
}

function portOf(address: string): string {
  return address.slice(address.lastIndexOf(':') + 1);
}
