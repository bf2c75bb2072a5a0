import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { ANOTHER_VALUE, citeHeaders, findComparedHeader, findPromisedHeader, isSameValue, isSpokenOf } from '#case';
import type { Case, ComparedHeader, PromisedHeader } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The answer has the header as the document has it; the test wants it otherwise. */
export const ruleHeaderAsPromised: WeightedRule = {
  id: 'header-as-promised',
  sentence:
    'A test that wants another value of a header than the one that came, where an approved requirement names the one that came, or where both are one type of content, one address or one version, or the body is what it is called, and no document says more, wants more than is promised.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -7, REQUIREMENT_GAP: -7 },
  cites: 'the answer with its header, and what is promised of it',
  advises: 'let the test want what the requirement says',
  otherwise: 'if the requirement named what the test wants, the service would break it',
  opine: (seen) => {
    const compared = findComparedHeader(seen);
    const promised = compared && findPromisedHeader(compared, seen);
    const by = compared && describeKept(compared, promised, seen);
    if (compared?.came === undefined || by === undefined) return undefined;
    const { exchange, name, came, wanted } = compared;
    return {
      evidence: [citeHeaders(exchange, 'answer', [name])],
      lead: {
        about: `${name}|${came}|${wanted}`,
        title: `the test wants ${oneLine(wanted, 60)} in the header ${name} of ${oneLine(exchange.fact.method, 80)}, which was answered with ${oneLine(came, 60)}, ${by}`,
        action: `let the test want ${oneLine(came, 60)}, or have ${oneLine(wanted, 60)} written down first`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

function describeKept(compared: ComparedHeader, promised: PromisedHeader | undefined, seen: Case): string | undefined {
  if (compared.came === undefined) return undefined;
  if (promised?.value !== undefined) return describePromised(compared, promised.requirement.id, promised.value);
  return describeSame(compared) ?? describeType(compared, seen);
}

function describeType(compared: ComparedHeader, seen: Case): string | undefined {
  const { name, came = '', wanted } = compared;
  if (name !== 'content-type') return undefined;
  if (typeOf(came) === typeOf(wanted)) return 'which is the same type';
  const isTrue = wanted === ANOTHER_VALUE && isOfItsBody(compared) && !isSpokenOf(compared, seen);
  return isTrue ? 'which is what its body is' : undefined;
}

/** Headers whose value is an address; one that is not in full is meant from where it was asked for. */
const ADDRESSES: ReadonlySet<string> = new Set(['location', 'content-location']);

// By the standards these are two ways to write one value.
function describeSame({ name, came = '', wanted, exchange }: ComparedHeader): string | undefined {
  if (ADDRESSES.has(name) && /^https?:/iu.test(wanted) && !/^https?:/iu.test(came)) {
    return pathOf(inFull(came, exchange.fact)) === pathOf(wanted) ? 'which is the same address' : undefined;
  }
  const isVersion = name === 'etag' && wanted !== came && bare(wanted) === bare(came) && came.includes('"');
  return isVersion ? 'which is the same version, in the quotes that a version has' : undefined;
}

// Whatever a service calls an address: what is none stays as it is.
function inFull(came: string, { address, method }: ComparedHeader['exchange']['fact']): string {
  const asked = `http://${address}${method.replace(/^[A-Z]+ /u, '')}`;
  return URL.canParse(came, asked) ? new URL(came, asked).href : came;
}

// A relay, or another name of this host, stands before the same path.
function pathOf(address: string): string {
  return address.replace(/^https?:\/\/[^/]*/iu, '');
}

function bare(version: string): string {
  return version.replaceAll(/^W\/|"/gu, '');
}

function describePromised({ came, wanted }: ComparedHeader, id: string, value: string): string | undefined {
  const isKept = came !== undefined && isSameValue(came, value) && !isSameValue(wanted, value);
  return isKept ? `as ${id} says` : undefined;
}

function isOfItsBody({ came = '', exchange }: ComparedHeader): boolean {
  return /\bjson$/u.test(typeOf(came)) && /^\s*[[{"\d]/u.test(exchange.fact.answer);
}

function typeOf(value: string): string {
  return value.replace(/\s*;.*$/u, '').toLowerCase();
}
