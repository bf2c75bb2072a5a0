import { isSuccess } from '#domain';
import type { ExchangeFact } from '#domain';
import type { Case } from './case.ts';
import type { Found } from './found.ts';
import { namesWord } from './answer-codes.ts';
import { findDisputed, mayConcern } from './promises.ts';
import type { Disputed } from './promises.ts';

/** A path that a test names, of a machine that this run knows nothing of. */
export interface ForeignPath {
  readonly path: string;
  readonly exchange: Found<ExchangeFact>;
}

/** Refused as a thing that is unknown: it lies in no folder of this run, nobody told it, and nothing that is written speaks of it or of a folder above it. */
export function findForeignPath(seen: Case): ForeignPath | undefined {
  const disputed = findDisputed(seen);
  if (disputed === undefined || !isSuccess(disputed.wanted) || !saysUnknown(disputed, seen)) return undefined;
  const { exchange } = disputed;
  const named = exchange.fact.named?.find(({ name, state }) => state === 'untold' && isPath(name));
  if (named === undefined || !hasFolders(exchange.fact, seen) || isWritten(named.name, seen)) return undefined;
  return { path: named.name, exchange };
}

const UNKNOWN = /\bunknown\b|\bno such\b|\bnot (?:found|known|there|exist)\b|\bdoes not exist\b/iu;

/** Whether it is documented that this code says so. */
export function saysUnknown({ exchange, came }: Pick<Disputed, 'exchange' | 'came'>, { facts }: Case): boolean {
  const { approved } = facts.contract;
  const meaning = facts.contract.code(came);
  if (meaning !== undefined && meaning.blames !== 'caller') return false;
  const said = approved.filter((one) => namesWord(one, came) && mayConcern(one, exchange.fact));
  return [meaning?.meaning ?? '', ...said.map(({ text }) => text)].some((text) => UNKNOWN.test(text));
}

/** What a test may have made itself lies there, in this run. */
const OWN = /^\/(?:tmp|private|var\/folders|var\/tmp)\/|\/reality-/u;

function isPath(name: string): boolean {
  return /^\/[\w.-]+\/[\w./-]*[\w-]$/u.test(name) && !OWN.test(name);
}

const OF_WORLD = /\$\{dirs\.[\w-]+\}/u;

// Told by its settings where its things lie, a service looks there.
function hasFolders({ component }: ExchangeFact, seen: Case): boolean {
  return listSettings(seen, component).some((value) => OF_WORLD.test(value));
}

function isWritten(path: string, seen: Case): boolean {
  const { cited, facts, between } = seen;
  const texts = [
    ...[...cited, ...facts.contract.approved].map(({ text }) => text),
    ...listSettings(seen),
    ...between.map(({ fact }) => `${fact.method}\n${fact.answer}`),
  ];
  const parts = path.split('/').slice(1);
  const above = parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
  return above.some((one) => texts.some((text) => holdsPath(text, one)));
}

function holdsPath(text: string, path: string): boolean {
  const at = text.indexOf(path);
  return at >= 0 && !/[\w.]/u.test(text[at - 1] ?? ' ') && !/[\w-]/u.test(text[at + path.length] ?? ' ');
}

function listSettings({ facts }: Case, name?: string): readonly string[] {
  const { components } = facts.state.declared;
  return components
    .filter((one) => name === undefined || one.name === name)
    .flatMap(({ settings }) => Object.values(settings ?? {}));
}
