import { clauseHolds, isPromisedCode, isSuccess, listClauses } from '#domain';
import type { ExchangeFact, PromisedAnswer, Requirement } from '#domain';
import { findComparedHeader, findPromisedHeader, isMissing, isSameValue } from './answer-headers.ts';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import type { Found } from './found.ts';
import { mayConcern } from './promises.ts';
import { makeFinder } from './sent-fields.ts';

/** An answer of a service that is not as the data of an approved requirement promise for its request. */
export interface UnkeptAnswer {
  readonly exchange: Found<ExchangeFact>;
  readonly requirement: Requirement;
  /** `state is "open", and "closed" is promised`. */
  readonly how: string;
  /** It came too late, and is not wrong otherwise. */
  readonly isLate: boolean;
  /** What in its headers is wrong. */
  readonly header?: string;
}

type Wrong = Pick<UnkeptAnswer, 'how' | 'isLate' | 'header'>;

/** The first such answer in a test: of what it cites, or of the exchange that the failure is about. */
export function findUnkeptAnswer(seen: Case): UnkeptAnswer | undefined {
  const { cited, decisive, exchanges, facts } = seen;
  for (const exchange of exchanges) {
    const { component, end } = exchange.fact;
    if (end !== 'answered' || !isService(facts, component)) continue;
    for (const requirement of facts.contract.approved) {
      if (!cited.includes(requirement) && exchange !== decisive) continue;
      const found = findUnkept(requirement, exchange, seen);
      if (found !== undefined) return { exchange, requirement, ...found };
    }
  }
  return undefined;
}

// A requirement that names nothing might speak of anything: its data are of a request only where they hold of it.
function findUnkept(requirement: Requirement, { fact }: Found<ExchangeFact>, { facts }: Case): Wrong | undefined {
  if ((requirement.names ?? []).length === 0 || !mayConcern(requirement, fact)) return undefined;
  const find = makeFinder(fact, facts.contract);
  for (const clause of listClauses(requirement)) {
    const isOfIt = clause.by === 'data' && isOfSuccess(clause.answer, fact) && clauseHolds(clause, find) === true;
    const found = isOfIt ? findWrong(clause.answer, fact) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function findWrong(promised: PromisedAnswer, fact: ExchangeFact): Wrong | undefined {
  const wrong = findWrongField(promised, fact);
  if (wrong !== undefined) return { how: wrong, isLate: false };
  const header = findWrongHeader(promised, fact);
  if (header !== undefined) return header;
  const { withinMs = Number.POSITIVE_INFINITY } = promised;
  if (fact.tookMs <= withinMs) return undefined;
  return { how: `it took ${Math.round(fact.tookMs)} ms, and ${withinMs} are promised`, isLate: true };
}

// What is promised with a refusal is no promise of what was answered well.
function isOfSuccess({ code = 'ok' }: PromisedAnswer, fact: ExchangeFact): boolean {
  return isSuccess(code) && isPromisedCode(code, fact.code ?? 'ok');
}

function findWrongField({ fields = {} }: PromisedAnswer, { answer }: ExchangeFact): string | undefined {
  const told = readFields(answer);
  if (told === undefined) return undefined;
  for (const [name, value] of Object.entries(fields)) {
    const isThere = Object.hasOwn(told, name);
    if (isThere && told[name] === value) continue;
    const came = isThere ? `is ${JSON.stringify(told[name])}` : 'is not there';
    return `${name} ${came}, and ${JSON.stringify(value)} is promised`;
  }
  return undefined;
}

function findWrongHeader({ headers = {} }: PromisedAnswer, { answerHeaders }: ExchangeFact): Wrong | undefined {
  if (answerHeaders === undefined) return undefined;
  for (const [name, value] of Object.entries(headers)) {
    const came = answerHeaders[name];
    if (came === undefined && !isMissing(answerHeaders, name)) continue;
    if (came !== undefined && (value === true || isSameValue(came, value))) continue;
    return { ...describeHeader(name, came, value === true ? undefined : value), isLate: false };
  }
  return undefined;
}

/** What is told of a header that is not as is promised. */
function describeHeader(name: string, came: string | undefined, value?: string): Pick<UnkeptAnswer, 'how' | 'header'> {
  return { how: `its header ${name} is ${came ?? 'not there'}, and ${value ?? 'one'} is promised`, header: name };
}

/** A header that the failure is about, and that the answer has otherwise than the sentence of an approved requirement says, or not at all. */
export function findUnkeptHeader(seen: Case): UnkeptAnswer | undefined {
  const compared = findComparedHeader(seen);
  const promised = compared && findPromisedHeader(compared, seen);
  if (compared === undefined || promised === undefined) return undefined;
  const { exchange, name, came } = compared;
  const { requirement, value } = promised;
  const isKept = came !== undefined && (value === undefined || isSameValue(came, value));
  return isKept ? undefined : { exchange, requirement, ...describeHeader(name, came, value), isLate: false };
}

// Undefined where it was cut, or is no object: then nobody knows what it lacks.
function readFields(answer: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(answer);
    if (!isRecord(value)) return undefined;
    return isRecord(value['result']) && 'jsonrpc' in value ? value['result'] : value;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
