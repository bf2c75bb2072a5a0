import type { KeptHeaders } from '#domain';
import { findLocalPorts } from './addresses.ts';
import type { Case } from './case.ts';
import type { Difference } from './differences.ts';
import { escapePattern } from './escape-pattern.ts';
import { readMoments } from './moment.ts';

/** Where a value of a comparison comes from, as far as the run tells. */
export type Origin =
  /** An answer to this test held it. */
  | 'told'
  /** This test sent it. */
  | 'sent'
  /** Another component told it to the service. */
  | 'delivered'
  /** A requirement, the contract, or a setting. */
  | 'written'
  /** The test alone has it. */
  | 'nowhere';

/** The first of these that holds. */
export function findOrigin(value: string, { exchanges, between, cited, facts }: Case): Origin {
  const isIn = (text: string): boolean => holdsAlone(text, value);
  if (exchanges.some(({ fact }) => isIn(`${fact.answer}\n${listValues(fact.answerHeaders)}`))) return 'told';
  if (exchanges.some(({ fact }) => isIn(`${fact.method}\n${fact.request}\n${listValues(fact.requestHeaders)}`)))
    return 'sent';
  if (between.some(({ fact }) => isIn(fact.answer))) return 'delivered';
  const written = [...cited, ...facts.contract.approved].map(({ text }) => text);
  const settings = facts.state.declared.components.flatMap((one) => Object.values(one.settings ?? {}));
  return [...written, ...settings].some(isIn) ? 'written' : 'nowhere';
}

function listValues(headers: KeptHeaders = {}): string {
  return Object.values(headers).join('\n');
}

function holdsAlone(text: string, value: string): boolean {
  return value !== '' && new RegExp(`(?<![\\w.])${escapePattern(value)}(?![\\w]|\\.\\d)`, 'u').test(text);
}

const WORLD_FOLDER = /\/reality-[\w-]+\//u;
const FOLDER = /^\/(?:[\w.-]+\/)+/u;
const PORT = /(?<=(?:127\.0\.0\.1|localhost|\[::1\]):)\d{2,5}(?!\d)/gu;

/** What each run has of its own: an address that was leased for it, a folder of its world, a moment of it; and how a text looks without that. */
const SORTS: readonly {
  readonly sort: string;
  readonly isHere: (text: string, seen: Case) => boolean;
  readonly isElsewhere: (text: string, seen: Case) => boolean;
  readonly strip: (text: string) => string;
}[] = [
  {
    sort: 'the address',
    isHere: (text, seen) => countLeased(text, seen) === findLocalPorts(text).length && findLocalPorts(text).length > 0,
    isElsewhere: (text, seen) => countLeased(text, seen) === 0 && findLocalPorts(text).length > 0,
    strip: (text) => text.replaceAll(PORT, '*'),
  },
  {
    sort: 'the folder',
    isHere: (text) => WORLD_FOLDER.test(text),
    isElsewhere: (text, seen) =>
      FOLDER.test(text) && !WORLD_FOLDER.test(text) && findOrigin(text.replace(/\/[^/]*$/u, ''), seen) === 'nowhere',
    strip: (text) => text.replace(FOLDER, '*/'),
  },
  {
    sort: 'the moment',
    isHere: isNow,
    // What lies ahead may well be reckoned from now.
    isElsewhere: (text, seen) => (atOf(text) ?? Number.POSITIVE_INFINITY) < startOf(seen) - DAY_MS,
    strip: () => '*',
  },
];

/** Of what sort two values are, where what came is of this run, and what is wanted of another one that nobody here speaks of; all else is alike. */
export function findOtherRun({ came, wanted }: Difference, seen: Case): string | undefined {
  const found = SORTS.find(({ isHere }) => isHere(came, seen));
  const isOther = found?.isElsewhere(wanted, seen) === true && findOrigin(wanted, seen) === 'nowhere';
  return isOther && found.strip(came) === found.strip(wanted) ? found.sort : undefined;
}

function countLeased(text: string, { world }: Case): number {
  const leased = new Set(world?.ports.map(({ port }) => port));
  return findLocalPorts(text).filter((port) => leased.has(port)).length;
}

const DAY_MS = 24 * 60 * 60 * 1000;

function startOf({ facts: { state } }: Case): number {
  return readMoments(state.started.startedAt)[0] ?? Number.NEGATIVE_INFINITY;
}

function isNow(text: string, seen: Case): boolean {
  const atMs = atOf(text);
  return atMs !== undefined && Math.abs(atMs - startOf(seen)) < DAY_MS;
}

// As ISO 8601 writes it, or in seconds or milliseconds since 1970.
function atOf(text: string): number | undefined {
  const [first] = readMoments(text);
  if (first !== undefined) return first;
  const [, seconds] = /^(\d{10})(?:\.\d+)?$/u.exec(text) ?? [];
  const [, milliseconds] = /^(\d{13})$/u.exec(text) ?? [];
  if (seconds !== undefined) return Number(seconds) * 1000;
  return milliseconds === undefined ? undefined : Number(milliseconds);
}
