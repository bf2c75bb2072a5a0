import type { Effect, ExchangeFact } from '#domain';
import type { Found } from './found.ts';
import type { RunFacts } from './run-facts.ts';

const NUMBER = /^-?\d{3,6}$/u;

/** What a failure tells of an error answer. */
interface Told {
  readonly code: string;
  readonly text: string;
  /** Method or route, as the contract lists it; empty when the text names none. */
  readonly name: string;
}

/**
 * What a failure itself tells of an error answer, where no exchange was recorded (a client that is not the kit's): the code that the
 * error carries, the one that was compared, or the one that a program of its own prints beside a documented name. Told by the test alone,
 * so it says less than a record.
 */
export function readToldExchange(effect: Effect, facts: RunFacts): Found<ExchangeFact> | undefined {
  const [service, ...others] = facts.state.components.filter(({ name }) => facts.isUnderTest(name));
  if (service === undefined || others.length > 0) return undefined;
  const told = effect.reason === 'exit-code' ? readPrinted(effect, facts) : readCarried(effect, facts);
  if (told === undefined || !isErrorCode(told.code, facts)) return undefined;
  const { code, text, name } = told;
  return {
    seq: effect.seq,
    fact: {
      kind: 'exchange',
      protocol: code.startsWith('-') ? 'json-rpc' : 'http',
      address: '',
      component: service.name,
      method: name,
      request: '',
      end: 'error',
      code,
      answer: text,
      tookMs: 0,
    },
  };
}

function readCarried({ failure, reason }: Effect, { contract }: RunFacts): Told {
  const { code = '', expected = '', actual = '', message } = failure;
  const compared = NUMBER.test(expected) && expected !== actual ? actual : '';
  return { code: reason === 'assertion' ? compared : code, text: message, name: contract.findName(message) ?? '' };
}

/** A code after a word for an answer. What was hoped for follows other words. */
const ANSWERED =
  /\b(?<!(?:expected|instead of|should (?:be|have)|not|want(?:ed)?)[: ]+)(?:answer(?:ed|s)?(?: with)?|return(?:ed|s)?|responded(?: with)?|replied(?: with)?|got|status(?: code)?|code|error|HTTP(?:\/[\d.]+)?)[:= ]+(?:error |status |code |HTTP )?(-?\d{3,6})\b/iu;

// One line says one thing: the first that names both decides.
function readPrinted({ failure }: Effect, { contract }: RunFacts): Told | undefined {
  for (const line of failure.message.split('\n')) {
    const name = contract.findName(line);
    const [, code] = ANSWERED.exec(line) ?? [];
    if (name !== undefined && code !== undefined && namesExactly(line, name)) return { code, text: line.trim(), name };
  }
  return undefined;
}

// A longer route than the listed one is another.
function namesExactly(line: string, name: string): boolean {
  const plain = name.replace(/^[A-Z]+ /u, '');
  return line
    .split(plain)
    .slice(1)
    .some((rest) => !/^[\w/-]/u.test(rest));
}

function isErrorCode(code: string, facts: RunFacts): boolean {
  if (!NUMBER.test(code)) return false;
  return facts.contract.code(code) !== undefined || /^-32\d{3}$|^[45]\d\d$/u.test(code);
}
