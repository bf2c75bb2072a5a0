// What one suite may say of "no mocks, real components", from what was seen around its last attempt.

import { rankOf } from './contact-level.ts';
import { mergeContacts } from './edge-contact.ts';
import type { EdgeContact } from './edge-contact.ts';
import { present } from './present.ts';
import { zeroFor } from './word-counts.ts';
import type { Attestation, MockUse } from './no-mocks.ts';
import type { AttemptState, FoundMock, RunState, SuiteState } from './run-state.ts';
import type { Mark } from './words.ts';

/** real = guarded (or of a kind that has no guard) and in contact as declared; the other words each name what is lacking. */
export const REALNESS = ['real', 'hollow', 'unguarded', 'mocked', 'not measured'] as const;
export type Realness = (typeof REALNESS)[number];

/** One suite's claim with all that carries it. */
export interface SuiteRealness {
  readonly suite: string;
  /** False where mocks are allowed, or where nothing ran: such a suite is not asked for a claim. */
  readonly bound: boolean;
  readonly claim: Realness;
  /** One sentence. */
  readonly why: string;
  /** Of all processes of the attempt together; absent when nothing was told of a guard. */
  readonly guard?: Pick<Attestation, 'state' | 'version' | 'armed' | 'unguarded' | 'note'>;
  readonly edges: readonly EdgeContact[];
  /** In the order they were seen, allowed ones and warnings among them. */
  readonly mocks: readonly FoundMock[];
}

const KNOWN = new WeakMap<RunState, readonly SuiteRealness[]>();

/** The claim of every suite, in their order. */
export function weighRealness(state: RunState): readonly SuiteRealness[] {
  const known = KNOWN.get(state);
  if (known !== undefined) return known;
  const missed = new Map(state.canaries.filter((one) => !one.refused).map((one) => [one.engine, one.note]));
  const isImported = state.started.origin !== undefined;
  const found = state.suites.map((suite) => {
    const { name, engine } = suite.planned;
    const needless = state.unplugged.filter((one) => one.suite === name && one.result === 'does-not-need-it');
    return weighSuite(suite, { isImported, missed: missed.get(engine), needless: needless.map(({ edge }) => edge) });
  });
  KNOWN.set(state, found);
  return found;
}

/** How many of the suites that are asked for a claim make which. */
export function countClaims(realness: readonly SuiteRealness[]): Readonly<Record<Realness, number>> {
  const counts = zeroFor(REALNESS);
  for (const { bound, claim } of realness) if (bound) counts[claim] += 1;
  return counts;
}

/** True for what turns a result into a violation: neither a mere warning nor allowed by the configuration. */
export function isViolation({ verdict, allowed }: MockUse): boolean {
  return verdict === 'block' && allowed === undefined;
}

interface Around {
  readonly isImported: boolean;
  /** What became of the canary of its engine, where the guard let it through. */
  readonly missed: string | undefined;
  /** Edges with which refused it passed all the same. */
  readonly needless: readonly string[];
}

/** What a claim is made from. */
interface Seen extends Pick<SuiteRealness, 'guard' | 'edges' | 'mocks'>, Around {
  readonly suite: SuiteState;
  readonly attempt: AttemptState | undefined;
}

function weighSuite(suite: SuiteState, around: Around): SuiteRealness {
  const attempt = suite.attempts.at(-1);
  const edges = mergeContacts(attempt?.contacts ?? []);
  const mocks = attempt?.mocks ?? [];
  const guard = mergeAttestations(attempt?.attestations ?? []);
  const seen: Seen = { ...around, suite, attempt, edges, mocks, ...present({ guard }) };
  const bound = suite.planned.lane !== 'unit' && attempt !== undefined && !around.isImported;
  const { claim, why } = decide(seen);
  return { suite: suite.planned.name, bound, claim, why, edges, mocks, ...present({ guard }) };
}

type Claim = Pick<SuiteRealness, 'claim' | 'why'>;

// What was seen to be wrong outranks what was not seen at all; only what is neither is real.
function decide(seen: Seen): Claim {
  return (
    findExempt(seen) ?? findMocked(seen) ?? findUnguarded(seen) ?? findHollow(seen) ?? findGap(seen) ?? claimReal(seen)
  );
}

const unmeasured = (why: string): Claim => ({ claim: 'not measured', why });

function findExempt({ suite, attempt, isImported }: Seen): Claim | undefined {
  if (isImported) return unmeasured('its results were imported: nothing of it was observed');
  if (suite.planned.lane === 'unit') return unmeasured('lane unit may use mocks: it claims nothing');
  return attempt === undefined ? unmeasured('it never ran') : undefined;
}

function findMocked({ suite, attempt, mocks }: Seen): Claim | undefined {
  const found = mocks.filter(({ mock }) => isViolation(mock)).map(({ mock }) => describeMock(mock));
  const isTold = suite.outcome === 'mock-violation' || attempt?.tests.some((test) => test.outcome === 'mock-violation');
  if (found.length === 0 && isTold !== true) return undefined;
  return { claim: 'mocked', why: found.length === 0 ? 'the guard refused a mock' : nameSome(found) };
}

// What was seen from outside is told by its sentence: there is no name that anybody wrote.
function describeMock({ by, what, sentence }: MockUse): string {
  return by === 'contact' ? sentence : `used ${what}`;
}

function findUnguarded({ suite, attempt, guard, missed }: Seen): Claim | undefined {
  if (missed !== undefined) return { claim: 'unguarded', why: `the guard let its canary through: ${missed}` };
  if (guard?.state === 'unguarded') return { claim: 'unguarded', why: guard.note };
  if (!hasMark(suite, attempt, 'unguarded')) return undefined;
  return { claim: 'unguarded', why: 'a process of it ran without the guard' };
}

function findHollow({ suite, attempt, edges }: Seen): Claim | undefined {
  if (suite.outcome !== 'passed') return undefined;
  const short = edges.filter(({ below }) => below).map(describeShort);
  if (short.length === 0 && !hasMark(suite, attempt, 'hollow')) return undefined;
  return { claim: 'hollow', why: short.length === 0 ? 'it passed without the contact it declares' : nameSome(short) };
}

function findGap({ suite, guard, edges }: Seen): Claim | undefined {
  if (suite.outcome === 'skipped') return unmeasured('all of it was skipped');
  if (guard === undefined) return unmeasured('nothing was told of a guard');
  if (guard.state === 'off' || guard.state === 'not-required') return unmeasured(guard.note);
  if (suite.planned.closure.length === 0)
    return unmeasured('it requires no component: there was nothing real to touch');
  if (edges.length === 0) return unmeasured('its contact was not measured');
  if (edges.some(({ below }) => below)) return unmeasured('it did not pass: what it did not touch says nothing');
  const isTouched = edges.some(({ level, heldDown }) => rankOf(level) >= rankOf('L2') || heldDown === true);
  return isTouched ? undefined : unmeasured('it declares no contact, and none was seen');
}

function claimReal({ guard, edges, needless }: Seen): Claim {
  const how =
    guard?.state === 'armed' ? 'every process guarded' : 'no guard exists for what it runs on; seen from outside';
  const without = needless.length === 0 ? '' : `; yet it passes with ${nameSome(needless)} refused`;
  const reached = edges.filter(({ level }) => level !== 'L0').map(({ edge, level }) => `${edge} ${level}`);
  return { claim: 'real', why: `${how}; ${nameSome(reached)}${without}` };
}

function describeShort({ edge, level, declared }: EdgeContact): string {
  return `${edge} reached ${level} of ${declared ?? 'none'}`;
}

function hasMark(suite: SuiteState, attempt: AttemptState | undefined, mark: Mark): boolean {
  return suite.marks.includes(mark) || attempt?.tests.some((test) => test.marks.includes(mark)) === true;
}

const NAMED = 3;

function nameSome(names: readonly string[]): string {
  const all = [...new Set(names)];
  const more = all.length - NAMED;
  return `${all.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The weakest first: what holds of one process holds of the suite. */
const STATES: readonly Attestation['state'][] = ['unguarded', 'off', 'no-guard', 'armed', 'not-required'];

function mergeAttestations(all: AttemptState['attestations']): SuiteRealness['guard'] {
  const weakest = STATES.flatMap((state) => all.find((one) => one.state === state) ?? [])[0];
  if (weakest === undefined) return undefined;
  const { state, version, note } = weakest;
  return {
    state,
    version,
    note,
    armed: all.flatMap((one) => one.armed),
    unguarded: all.flatMap((one) => one.unguarded),
  };
}
