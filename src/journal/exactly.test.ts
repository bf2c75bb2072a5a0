import assert from 'node:assert/strict';
import { z } from 'zod';
import { exactly } from './exactly.ts';

interface Given {
  readonly kind: 'given';
  readonly name: string;
  readonly code?: string;
}

const kind = z.literal('given');
const name = z.string();
const code = z.exactOptional(z.string());

// The compiler is what is tested: a comment that expects an error, where there is none, does not compile.
describe('exactly', () => {
  it('takes the decoder of precisely the type', () => {
    const decoder = exactly<Given>()(z.object({ kind, name, code }));
    assert.deepEqual(decoder.parse({ kind: 'given', name: 'x', more: 1 }), { kind: 'given', name: 'x' });
  });

  it('takes none that lacks a field, has one more, or has one optional in one place alone', () => {
    // @ts-expect-error an optional field is missing
    const lacking = exactly<Given>()(z.object({ kind, name }));
    // @ts-expect-error a field that the type does not have
    const more = exactly<Given>()(z.object({ kind, name, code, more: code }));
    // @ts-expect-error a field that must be given
    const looser = exactly<Given>()(z.object({ kind, name: z.exactOptional(name), code }));
    // @ts-expect-error a field that may be absent
    const stricter = exactly<Given>()(z.object({ kind, name, code: z.string() }));
    assert.deepEqual(
      [lacking, more, looser, stricter].map((one) => one.safeParse({ kind: 'given', name: 'x' }).success),
      [true, true, true, false],
    );
  });
});
