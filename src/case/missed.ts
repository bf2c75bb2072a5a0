import type { Case } from './case.ts';

/** A message of its own accord that a test waited for in vain. */
export interface Missed {
  /** `notification device_changed`. */
  readonly name: string;
  /** No other came on that connection either. */
  readonly isSilent: boolean;
}

const WAITED =
  /\b(?:no|never (?:got|received|saw|heard)|(?:did not|didn't) (?:get|receive|see|hear)|wait(?:ed|ing) for)(?: (?:an?|any|the))? (notification|event|broadcast)(?: (?:of|named))? ['"`]?([\p{L}_][\p{L}\d_./:-]{2,60})/iu;
const SILENT =
  /\b(?:no (?:other )?(?:message|notification|event|broadcast)s? at all|nothing (?:at all|came|was received))\b/iu;

/** By the words of the failure: the last answer before such a wait has no part in it. */
export function findMissed({ effect: { failure, reason } }: Case): Missed | undefined {
  const [, kind, name] = WAITED.exec(failure.message) ?? [];
  if (kind === undefined || name === undefined || (reason !== 'assertion' && reason !== 'exception')) return undefined;
  return { name: `${kind.toLowerCase()} ${name}`, isSilent: SILENT.test(failure.message) };
}
