import type { z } from 'zod';
import { describeNearest } from '#domain';
import type { Issue } from './issue.ts';
import { knownKeys } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { lookUp, placeOf, placeOfValue, toPlain } from './located.ts';
import type { Located, LocatedEntry, Path } from './located.ts';

/** Something to be checked, where it stands, and what is known of the keys there. */
export interface Subject extends LocatedEntry {
  /** The path to it, as messages show it. */
  readonly shown: Path;
  /** Of the value; for "did you mean". */
  readonly keys: JsonSchema;
}

type ZodIssue = z.core.$ZodIssue;

/** Checks a value and tells every mistake with its place; undefined when there was one. */
export function checkValue<Value>(schema: z.ZodType<Value>, subject: Subject, issues: Issue[]): Value | undefined {
  const checked = schema.safeParse(toPlain(subject.value));
  if (checked.success) return checked.data;
  for (const issue of checked.error.issues) issues.push(...explainIssue(issue, subject, []));
  return undefined;
}

function explainIssue(issue: ZodIssue, subject: Subject, above: Path): readonly Issue[] {
  const path: Path = [...above, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => explainUnknownKey(key, subject, path));
  if (issue.code === 'invalid_union' && issue.message === 'Invalid input') {
    return bestBranch(issue.errors).flatMap((inner) => explainIssue(inner, subject, path));
  }
  if (issue.code === 'invalid_key') {
    const text = `${printPath([...subject.shown, ...path])} ${issue.issues[0]?.message ?? 'is no key here'}`;
    return [{ place: placeOf(subject, path), text }];
  }
  if (issue.code === 'invalid_element') return issue.issues.flatMap((inner) => explainIssue(inner, subject, path));
  return [explainPlain(issue, subject, path)];
}

// The branch that was meant is the one that failed deepest; of equals, the one with the fewest complaints.
function bestBranch(branches: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] {
  const depth = (branch: readonly ZodIssue[]): number => Math.max(0, ...branch.map((issue) => issue.path.length));
  return branches.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
}

function explainUnknownKey(key: string, subject: Subject, path: Path): Issue {
  const shown = printPath([...subject.shown, ...path]);
  const where = shown === '' ? 'at the top level' : `in ${shown}`;
  const nearest = describeNearest(key, knownKeys(subject.keys, path));
  return { place: placeOf(subject, [...path, key]), text: `unknown key "${key}" ${where}${nearest}` };
}

function explainPlain(issue: ZodIssue, subject: Subject, path: Path): Issue {
  const found = lookUp(subject.value, path)?.value;
  const place = placeOfValue(subject, path);
  const name = printPath([...subject.shown, ...path]);
  if (found === undefined) return { place, text: `${name} is missing` };
  if (issue.code === 'custom' && !issue.message.startsWith('must be')) {
    return { place, text: `${name}${/^(must|needs) /u.test(issue.message) ? '' : ':'} ${issue.message}` };
  }
  return { place, text: `${name} ${demandOf(issue)}, not ${printValue(found)}${nearestValue(issue, toPlain(found))}` };
}

function demandOf(issue: ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${EXPECTED[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') {
    return issue.values.length === 1 ? `must be ${issue.values.join('')}` : `must be one of ${issue.values.join(', ')}`;
  }
  if (issue.code === 'too_small' || issue.code === 'too_big') return demandOfBound(issue);
  if (issue.message.startsWith('must')) return issue.message;
  if (issue.code === 'invalid_format' && issue.message.startsWith('Invalid')) return `must be a valid ${issue.format}`;
  return `must be ${issue.message}`;
}

function demandOfBound(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const verb = issue.origin === 'array' || issue.origin === 'string' ? 'have' : 'be';
  const unit = UNITS[issue.origin] ?? '';
  return issue.code === 'too_small'
    ? `must ${verb} at least ${String(issue.minimum)}${unit}`
    : `must ${verb} at most ${String(issue.maximum)}${unit}`;
}

const UNITS: Readonly<Record<string, string>> = { array: ' items', string: ' characters' };

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function nearestValue(issue: ZodIssue, value: unknown): string {
  if (issue.code !== 'invalid_value' || typeof value !== 'string') return '';
  return describeNearest(value, issue.values.map(String));
}

function printValue(located: Located): string {
  if (located.kind === 'map') return 'a map';
  if (located.kind === 'list') return located.items.length === 0 ? 'an empty list' : 'a list';
  const text = located.value === null ? 'empty' : JSON.stringify(located.value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** `components.service.requires[0]`. */
export function printPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
