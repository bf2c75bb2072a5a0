// One failure with everything around it, and what can be read of it: what was compared, asked, told, given and promised. Says nothing of whose fault it is.
export {
  contentWords,
  findDifferingCode,
  findUnwantedCode,
  isRefusal,
  listRelated,
  namesWord,
} from './answer-codes.ts';
export type { DifferingCode } from './answer-codes.ts';
export { findAnsweredError, isShown, isUnexpected, wantsRefusal } from './answered-error.ts';
export type { AnsweredError } from './answered-error.ts';
export { findAskedField } from './asked-field.ts';
export { findUnknownItem } from './asked-item.ts';
export { findAwaited } from './awaited.ts';
export { isBodiless, isBodyOwed } from './bodiless.ts';
export { isService, openCase } from './case.ts';
export type { Case } from './case.ts';
export { ANOTHER_VALUE, findComparedHeader, findPromisedHeader, isSameValue, isSpokenOf } from './answer-headers.ts';
export type { ComparedHeader, PromisedHeader } from './answer-headers.ts';
export { findOwnHeader, findRepeatedRequest, findUnhopedRefusal } from './own-headers.ts';
export { citeExchange, citeHeaders, citeLog, citeProbe } from './cite-fact.ts';
export { cite } from './cite.ts';
export { citeHealth, findDemand, suspectsOf } from './demand.ts';
export { listAllDifferences, listDifferences, readDifference } from './differences.ts';
export type { Difference } from './differences.ts';
export { textOfError } from './error-text.ts';
export { escapePattern } from './escape-pattern.ts';
export { citeExperiments, lastExperiment } from './experiments.ts';
export { findFarEnd } from './far-end.ts';
export type { FarEnd } from './far-end.ts';
export { findFeltAway, speaksOfAbsence } from './felt-away.ts';
export type { FeltAway } from './felt-away.ts';
export type { Found } from './found.ts';
export {
  EPSILON,
  findExplained,
  findFirstTold,
  findText,
  follow,
  isIdle,
  listAnswered,
  listGiven,
  listMade,
  listNumbers,
  listOwn,
  listRecipes,
  listTexts,
  makes,
} from './given.ts';
export type { Exchange, Explained, Made } from './given.ts';
export { headline } from './headline.ts';
export { isSupported } from './supported.ts';
export { isUnknownToBoth } from './unknown-alike.ts';
export { isHook } from './hook.ts';
export { listJsonValues } from './json-values.ts';
export type { Kept } from './kept.ts';
export { isMisasked } from './misasked.ts';
export { readMissing } from './missing-thing.ts';
export { findMissed } from './missed.ts';
export { violationsOf } from './mocks-of.ts';
export { readClock, readMoments } from './moment.ts';
export { findCountedTwice, findToldBefore, findWaited, isDocumented } from './notices.ts';
export type { Waited } from './notices.ts';
export { findForeignPath } from './foreign-path.ts';
export { findOrigin, findOtherRun } from './origin.ts';
export { isBelowOwnItem, isOwnMaking } from './own-making.ts';
export { outlasts } from './outlasts.ts';
export { NO_JSON, findPassedOn, looksLikeJson } from './passed-on.ts';
export type { PassedOn } from './passed-on.ts';
export { findPassing, isWellByItself } from './passes-on.ts';
export type { Passing } from './passes-on.ts';
export { LEAST_PATIENCE_MS, MOST_PATIENCE_MS } from './patience.ts';
export { findDisputed, mayConcern, promises, speaksOf } from './promises.ts';
export type { Disputed } from './promises.ts';
export { findProse } from './prose.ts';
export { LEAST_NUMBER, findProvenance, followsFrom } from './provenance.ts';
export type { Provenance } from './provenance.ts';
export { wasStoppedMeanwhile, wasStoppedOnPurpose } from './purpose.ts';
export { readRaise } from './raise.ts';
export type { Raise, UnknownName } from './raise.ts';
export { isRaisedInService } from './raised-in-service.ts';
export { isReading } from './reads.ts';
export { checkRefusal } from './refusal-check.ts';
export type { Checked } from './refusal-check.ts';
export { findRefusal } from './refusal.ts';
export { findBareAnswer, findToldNothing, isDoubtful, lacks } from './refused-state.ts';
export type { Refusal } from './refusal.ts';
export { readBody } from './request-body.ts';
export { groupBy, indexFacts } from './run-facts.ts';
export type { RunFacts } from './run-facts.ts';
export { namesField } from './sent-fields.ts';
export { numbersApart, readAsserted } from './sides.ts';
export { lookAround } from './sight.ts';
export type { Seen, Sight } from './sight.ts';
export type { Sides } from './sides.ts';
export { normaliseText } from './signature.ts';
export { meantComponent } from './stand-for.ts';
export { findCopied, findOfAnother, findToldAlike } from './told-elsewhere.ts';
export type { ToldElsewhere } from './told-elsewhere.ts';
export { listTroubles } from './trouble.ts';
export type { Trouble } from './trouble.ts';
export { findKept, findUnasked, findUnaskedOf } from './unasked.ts';
export type { WrongByItself } from './unasked.ts';
export { findUnkeptAnswer, findUnkeptHeader } from './unkept-answer.ts';
export { unquote } from './unquote.ts';
