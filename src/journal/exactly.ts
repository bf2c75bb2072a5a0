import type { z } from 'zod';

/**
 * The same shape with every field readonly, given, and marked by whether it was optional: of two such shapes each is assignable to the
 * other only when they have the same fields. Assignability alone would let a missing optional field through.
 */
type Marked<T> = T extends readonly (infer Item)[]
  ? readonly Marked<Item>[]
  : T extends object
    ? {
        readonly [Key in keyof T]-?: Partial<Pick<T, Key>> extends Pick<T, Key>
          ? ['optional', Marked<T[Key]>]
          : ['given', Marked<T[Key]>];
      }
    : T;

type Same<A, B> = [A, B] extends [B, A] ? true : false;

type Agreed<Schema extends z.ZodType, Expected> =
  Same<Marked<z.infer<Schema>>, Marked<Expected>> extends true
    ? Schema
    : { readonly 'the decoder and the type in domain differ': Expected };

/**
 * Lets a decoder through only when it accepts precisely the type in `domain`: a field that one of them lacks, or that is optional
 * in one alone, does not compile.
 */
export function exactly<Expected>(): <Schema extends z.ZodType>(
  schema: Schema & Agreed<Schema, Expected>,
) => z.ZodType<Expected> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- proved by Agreed
  return (schema) => schema as z.ZodType<Expected>;
}
