import { z } from 'zod';
import { DEFAULT_HORIZONS, FIX_KINDS, HEADINGS, LANES, MEASURES, SEVERITIES, present } from '#domain';
import type {
  AcceptedCause,
  DocumentFields,
  EffortWord,
  Exclusion,
  Horizon,
  OwnCriterion,
  SelectedGate,
} from '#domain';
import type { Lane, Selector } from '#domain';
import { duration } from './units.ts';

// The schemas of what a project demands of its assessment: criteria, scope, efforts, horizons, accepted causes.

/** The section `assessment`: fields of the document's head, horizons, and the file of accepted causes. */
export interface AssessmentSection {
  readonly document: DocumentFields;
  readonly horizons: readonly Horizon[];
  /** Absent = `accepted-causes.yaml`, where there is one. */
  readonly accepted?: string;
}

const text = z.string().min(1);
const share = z.number().min(0).max(1);
const count = z.int().min(0);

const oneOrMore = z
  .union([text, z.array(text).min(1)])
  .transform((given) => (typeof given === 'string' ? [given] : given));
const lanes = z
  .union([z.enum(LANES), z.array(z.enum(LANES)).min(1)])
  .transform((given): readonly Lane[] => (typeof given === 'string' ? [given] : given));

const selectorKeys = {
  tag: z.exactOptional(oneOrMore).describe('Suites with one of these tags.'),
  lane: z.exactOptional(lanes).describe('Suites of one of these lanes.'),
  suite: z.exactOptional(oneOrMore).describe('Suites of these names.'),
  requirement: z
    .exactOptional(oneOrMore)
    .describe('Tests, and suites as a whole, that cite one of these requirements.'),
  test: z.exactOptional(oneOrMore).describe('Tests of these printed ids, such as `suite::group > title`.'),
};
const selector = z.strictObject(selectorKeys);
const SELECTOR_TEXT = 'must name at least one of tag, lane, suite, requirement, test';
const someSelector = selector.refine((given) => Object.keys(given).length > 0, SELECTOR_TEXT);

const LIMIT_KEYS = ['minPassRate', 'notGreen', 'hollow', 'empty', 'blocked', 'flaky', 'unguarded', 'mocks'] as const;

export const selectedGate: z.ZodType<SelectedGate> = z
  .strictObject({
    ...selectorKeys,
    minPassRate: z.exactOptional(share).describe('Of the tests executed among them.'),
    notGreen: z.exactOptional(count).describe('Tests and whole suites that may be other than green.'),
    hollow: z.exactOptional(count).describe('Tests that may pass without the contact they declare.'),
    empty: z.exactOptional(count).describe('Tests that may pass without asserting anything.'),
    blocked: z.exactOptional(count).describe('Suites that may be blocked.'),
    flaky: z.exactOptional(count).describe('Tests that may pass in a further attempt alone.'),
    unguarded: z.exactOptional(count).describe('Suites that may run in a process without the guard.'),
    mocks: z.exactOptional(count).describe('Tests and whole suites that may use a mock that is not allowed.'),
  })
  .refine((given) => Object.keys(selectorKeys).some((key) => key in given), SELECTOR_TEXT)
  .refine((given) => LIMIT_KEYS.some((key) => key in given), `must give a limit: ${LIMIT_KEYS.join(', ')}`)
  .transform(({ tag, lane, suite, requirement, test, ...limits }) => ({
    where: present({ tag, lane, suite, requirement, test }) satisfies Selector,
    ...limits,
  }));

/** An item of `criteria`. */
export const criterion: z.ZodType<OwnCriterion> = z
  .strictObject({
    name: text.describe('As the assessment shall print it.'),
    importance: z.enum(['primary', 'secondary']).default('primary').describe('A primary one that is not met rejects.'),
    measure: z.enum(MEASURES).describe('What is measured.'),
    where: selector.default({}).describe('Of what; absent = of everything in scope.'),
    min: z.exactOptional(z.number()).describe('Met from this value on. Shares are 0 to 1.'),
    max: z.exactOptional(z.number()).describe('Met up to this value; instead of `min`.'),
    partly: z.exactOptional(z.number()).describe('Partly met from, or up to, this value.'),
  })
  .refine(({ min, max }) => (min === undefined) !== (max === undefined), 'must have either min or max')
  .refine(
    ({ min, max, partly }) => partly === undefined || (min === undefined ? partly > (max ?? 0) : partly < min),
    'must have a `partly` that is easier to reach than its limit',
  )
  .transform(({ min, max, partly, ...rest }) => ({
    ...rest,
    limit: min === undefined ? { kind: 'max' as const, value: max ?? 0 } : { kind: 'min' as const, value: min },
    ...present({ partly }),
  }));

export const criteria: z.ZodType<readonly OwnCriterion[]> = z
  .array(criterion)
  .default([])
  .describe('Criteria of the project itself.');

export const outOfScope: z.ZodType<readonly Exclusion[]> = z
  .array(
    z.strictObject({
      select: someSelector.describe('What is out of scope.'),
      reason: text.describe('Why, in one sentence.'),
      ref: text.describe('Where that was decided: a ticket, a document.'),
    }),
  )
  .default([])
  .describe('What a run shows and its gates leave out.');

const EFFORT_KEY = new RegExp(`^(?:C-[0-9a-f]{6,64}|${FIX_KINDS.join('|')})$`, 'u');

export const effort: z.ZodType<Readonly<Record<string, EffortWord>>> = z
  .record(
    z.string().regex(EFFORT_KEY, `must be the id of a cause or one of ${FIX_KINDS.join(', ')}`),
    z.union([
      duration.transform((value) => ({ fromMs: value, toMs: value })),
      z
        .tuple([duration, duration])
        .refine(([from, to]) => from <= to, 'must be a range whose end is not before its start')
        .transform(([fromMs, toMs]) => ({ fromMs, toMs })),
    ]),
  )
  .default({})
  .describe("A person's word on the effort: of one cause, or of a kind of fix.");

export const assessment: z.ZodType<AssessmentSection> = z
  .strictObject({
    id: z.exactOptional(text).describe('Id of the document.'),
    date: z.exactOptional(text).describe('Date of the document; absent = the day of the run.'),
    role: z.exactOptional(text).describe('In which role it is written, such as IV&V.'),
    phase: z.exactOptional(text).describe('Phase of the project.'),
    status: z.exactOptional(text).describe('Status of the document, such as draft.'),
    horizons: z
      .array(
        z.strictObject({
          name: text.describe('Such as `next 2 hours`.'),
          within: z.exactOptional(duration).describe('Working time that it holds.'),
          severities: z.array(z.enum(SEVERITIES)).default([]).describe('Causes of these severities fall into it.'),
        }),
      )
      .min(1)
      .exactOptional()
      .describe('Slots of the fix-priority matrix, the most urgent first; the last takes what no other names.'),
    accepted: z
      .exactOptional(text)
      .describe('File of accepted causes, seen from this one; absent = `accepted-causes.yaml`, where there is one.'),
  })
  .transform(({ horizons, accepted, ...document }) => ({
    document,
    horizons:
      horizons?.map(({ within, ...rest }) => ({ ...rest, ...present({ withinMs: within }) })) ?? DEFAULT_HORIZONS,
    ...present({ accepted }),
  }));

/** An entry of the file of accepted causes. */
export const acceptedCause: z.ZodType<AcceptedCause> = z.strictObject({
  cause: text.describe('Id of the cause.'),
  heading: z.enum(HEADINGS),
  title: z.string(),
  reason: text,
  until: z.string().refine(isDay, 'must be a day such as 2026-12-31'),
  run: z.string().default(''),
});

/** True for a day of the calendar, `2026-12-31`. */
export function isDay(given: string): boolean {
  const [, year = 0, month = 0, day = 0] = (/^(\d{4})-(\d\d)-(\d\d)$/u.exec(given) ?? []).map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export const acceptedHead: z.ZodType<{ readonly version: 1 }> = z.strictObject({ version: z.literal(1) });
