import type { Clause, Condition, Demanded, Scalar } from './promised.ts';

/** A field of a request as it was sent. */
export type Sent =
  | { readonly kind: 'missing' }
  /** `isThere`: whether what it names is there; absent = nobody can tell. */
  | { readonly kind: 'value'; readonly value: Scalar; readonly isThere?: boolean | undefined };

/** What of a request is meant. */
export type FindSent = (demanded: Demanded, by: Clause['by']) => Sent | undefined;

/** Undefined = nobody can tell. */
export type Held = boolean | undefined;

/** Whether a condition holds of what was sent. */
export function holds(condition: Condition, sent: Sent): Held {
  const { is, ...rest } = condition;
  if (is === 'missing') return sent.kind === 'missing';
  // As in JSON Schema, what is said of a field is not said of requests without it.
  if (sent.kind === 'missing') return undefined;
  if (is === 'unknown') return sent.isThere === undefined ? undefined : !sent.isThere && holdsValue(rest, sent.value);
  return holdsValue(rest, sent.value);
}

/** Whether a clause holds, where `find` tells what of a request a condition is about; undefined = it cannot be told. */
export function clauseHolds({ when, by }: Clause, find: FindSent): Held {
  const demanded = (one: Demanded): Held => {
    const { condition, isNot } = one;
    const sent = find(one, by);
    const held = sent === undefined ? undefined : holds(condition, sent);
    return held === undefined || isNot === undefined ? held : !held;
  };
  return any(when.map((list) => all(list.map(demanded))));
}

function all(held: readonly Held[]): Held {
  if (held.includes(false)) return false;
  return held.includes(undefined) ? undefined : true;
}

function any(held: readonly Held[]): Held {
  if (held.includes(true)) return true;
  return held.includes(undefined) ? undefined : false;
}

function holdsValue(condition: Omit<Condition, 'is'>, value: Scalar): boolean {
  const { const: only, enum: few, pattern } = condition;
  if (only !== undefined && !isSame(only, value)) return false;
  if (few !== undefined && !few.some((one) => isSame(one, value))) return false;
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(String(value))) return false;
  return isInRange(condition, value) && isOfLength(condition, value);
}

// In a route or a query everything is a text.
function isSame(one: Scalar, other: Scalar): boolean {
  return one === other || (one !== null && other !== null && String(one) === String(other));
}

const LIMITS = {
  minimum: (value: number, limit: number) => value >= limit,
  maximum: (value: number, limit: number) => value <= limit,
  exclusiveMinimum: (value: number, limit: number) => value > limit,
  exclusiveMaximum: (value: number, limit: number) => value < limit,
};

const LIMIT_KEYS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const;

function isInRange(condition: Condition, value: Scalar): boolean {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return LIMIT_KEYS.every((key) => {
    const limit = condition[key];
    return limit === undefined || (typeof number === 'number' && Number.isFinite(number) && LIMITS[key](number, limit));
  });
}

function isOfLength({ minLength, maxLength }: Condition, value: Scalar): boolean {
  if (minLength === undefined && maxLength === undefined) return true;
  if (typeof value !== 'string') return false;
  const length = Array.from(value).length;
  return length >= (minLength ?? 0) && length <= (maxLength ?? Infinity);
}
