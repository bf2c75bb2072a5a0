import { oneLine } from '#domain';
import { isRaisedInService, isService, normaliseText } from '#case';
import type { Case } from '#case';
import { blameTest } from './test-opinion.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** What languages raise for calculation, encodings, files and programs: of no data that is merely missing. */
const OWN_TYPES =
  /^(?:\w+\.)*(?:RangeError|URIError|Unicode\w*Error|ZeroDivisionError|OverflowError|RecursionError|PermissionError|FileExistsError|IsADirectoryError|NotADirectoryError|CalledProcessError|ArithmeticException|ArrayIndexOutOfBoundsException|FileAlreadyExistsException|AccessDeniedException)$/u;
const OWN_CODES =
  /^(?:EACCES|EPERM|EEXIST|EISDIR|ENOTDIR|ENOTEMPTY|ENOSPC|EMFILE|ENAMETOOLONG|ERR_OUT_OF_RANGE|ERR_BUFFER_OUT_OF_BOUNDS)$/u;
const OWN_WORDS =
  /^Command failed: |^spawn(?:Sync)? \S+ E[A-Z]+|^panic: runtime error: (?:index|slice bounds|integer divide)|: (?:permission denied|file exists|is a directory|not a directory)$|\bno such (?:table|column): |\b(?:relation|column) "[^"]+" does not exist|\b(?:Table|Unknown column) '[^']+'(?: doesn't exist| in )/mu;

/** Whoever looks into the tables of another looks for several. */
const ABSENT_NAME = /\b(no such (?:table|column)): .*$/u;

/** The service was asked and answered as it is documented; then the test broke by itself. */
export const ruleOwnException: WeightedRule = {
  id: 'own-exception',
  sentence:
    'An exception of calculation, of encodings, of files or of programs, which a test raised while all that it had asked of services was answered as documented, comes from the test or its host.',
  weights: { TEST_ARTIFACT: 8, SYSTEM_CRITICAL: -2 },
  cites: 'the exception with its first frame',
  advises: 'correct the line that raised it',
  otherwise: 'if an answer had been an error, or without a documented field, that answer could have caused it',
  opine: (seen) => {
    if (!isOwnRaise(seen) || !isAnsweredWell(seen)) return undefined;
    const { type, message } = seen.effect.failure;
    const text = oneLine(`${type}: ${message}`, 200);
    return blameTest(seen, `raised: ${text}`, {
      about: `${type}|${normaliseText(message).replace(ABSENT_NAME, '$1')}`,
      title: `the test code raised ${text}, though it was answered as documented`,
      action: 'correct the line that raised it, or what it needs of its host',
    });
  },
};

function isOwnRaise({ effect: { failure }, raise, exchanges }: Case): boolean {
  const { source, type, code = '', message, frames, expected } = failure;
  if (source !== 'raised' || isRaisedInService(frames) || expected !== undefined) return false;
  // Of how a library was called before anything was asked, another rule speaks.
  const isOpen = raise.kind === 'other' || (raise.kind === 'misuse' && exchanges.length > 0);
  return isOpen && [OWN_TYPES.test(type), OWN_CODES.test(code), OWN_WORDS.test(message)].includes(true);
}

// What was refused before may have been hoped for; a fault, or a last answer that lacks something, may be what broke the test.
function isAnsweredWell({ exchanges, facts }: Case): boolean {
  const own = exchanges.filter(({ fact }) => isService(facts, fact.component)).map(({ fact }) => fact);
  const last = own.at(-1);
  if (last === undefined) return true;
  const must = facts.contract.fieldsOf(last.method)?.must ?? [];
  const isWhole = last.answer.endsWith('…') || must.every((name) => last.answer.includes(`"${name}"`));
  const isFault = own.some(
    ({ end, code = '' }) => end !== 'answered' && facts.contract.code(code)?.blames !== 'caller',
  );
  return last.end === 'answered' && isWhole && !isFault;
}
