import type { z } from 'zod';

/** The same shape with every field and element readonly, so that zod's mutable inference can be compared with domain's types. */
type Plain<T> = T extends object ? { readonly [Key in keyof T]: Plain<T[Key]> } : T;

// Two such functions are assignable only when A and B are identical, not merely assignable to each other.
type Probe<A> = <T>() => T extends A ? 1 : 2;
type Same<A, B> = Probe<A> extends Probe<B> ? true : false;

type Agreed<Schema extends z.ZodType, Expected> =
  Same<Plain<z.infer<Schema>>, Plain<Expected>> extends true
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
