import { z } from 'zod';

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/u;
const DURATION_FACTORS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const SIZE = /^(\d+(?:\.\d+)?) ?(B|kB|KB|MB|GB|KiB|MiB|GiB)$/u;
const SIZE_FACTORS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

export const DURATION_TEXT = 'must be a duration such as 500ms, 60s, 2m or 1h, or a whole number of milliseconds';
export const SIZE_TEXT = 'must be a size such as 100MB, 2GB or 256MiB, or a whole number of bytes';

/** Milliseconds of `60s`, `2m`, `500ms` or a number; undefined when it is none. */
export function parseDuration(value: string | number): number | undefined {
  return parseQuantity(value, DURATION, DURATION_FACTORS);
}

/** Bytes of `100MB` (decimal), `256MiB` (binary) or a number; undefined when it is none. */
export function parseSize(value: string | number): number | undefined {
  return parseQuantity(value, SIZE, SIZE_FACTORS);
}

function parseQuantity(
  value: string | number,
  pattern: RegExp,
  factors: Readonly<Record<string, number>>,
): number | undefined {
  if (typeof value === 'number' || /^\d+$/u.test(value)) return wholeNumber(Number(value));
  const match = pattern.exec(value);
  return match === null
    ? undefined
    : wholeNumber(Math.round(Number(match[1]) * (factors[match[2] ?? ''] ?? Number.NaN)));
}

function wholeNumber(value: number): number | undefined {
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

type Quantity = z.ZodType<number, string | number>;

function makeQuantity(title: string, parse: (value: string | number) => number | undefined, text: string): Quantity {
  const written = z.union([z.int().min(0), z.string()], { error: text }).meta({ title });
  return written.transform((value, context) => {
    const parsed = parse(value);
    if (parsed !== undefined && parsed > 0) return parsed;
    context.addIssue({ code: 'custom', message: text });
    return z.NEVER;
  });
}

export const duration: Quantity = makeQuantity('duration', parseDuration, DURATION_TEXT);
export const size: Quantity = makeQuantity('size', parseSize, SIZE_TEXT);
