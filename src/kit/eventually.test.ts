import assert, { AssertionError } from 'node:assert';
import { eventually } from './eventually.ts';

describe('eventually', () => {
  it('gives back what the first look without a throw returned', async () => {
    let looks = 0;
    const seen = await eventually(
      () => {
        looks += 1;
        assert.ok(looks > 3, `${looks} looks`);
        return looks;
      },
      { withinMs: 5000, everyMs: 1 },
    );
    assert.equal(seen, 4);
  });

  it('says what it hoped for, how often it looked and what it saw last, with expected and actual', async () => {
    const failure = await catchFailure(
      eventually(() => assert.equal(3, 4), { withinMs: 60, everyMs: 5, what: 'four' }),
    );
    assert.match(failure.message, /^four was not seen within 60 ms \(\d+ looks\); last saw: /u);
    assert.equal(failure.actual, 3);
    assert.equal(failure.expected, 4);
    assert.ok(failure.cause instanceof AssertionError);
  });

  it('ends with the time when a look never settles', async () => {
    const hanging = async (): Promise<never> => new Promise(() => undefined);
    const failure = await catchFailure(eventually(hanging, { withinMs: 50 }));
    assert.match(failure.message, /last saw: the last look had not ended/u);
  });

  it('keeps what the look before said when the last one is cut short', async () => {
    let looks = 0;
    const failure = await catchFailure(
      eventually(
        async () => {
          looks += 1;
          if (looks === 1) throw new Error('one of two cameras');
          return new Promise<never>(() => undefined);
        },
        { withinMs: 80, everyMs: 1 },
      ),
    );
    assert.match(failure.message, /last saw: one of two cameras/u);
  });
});

async function catchFailure(promise: Promise<unknown>): Promise<AssertionError> {
  try {
    await promise;
  } catch (thrown) {
    assert.ok(thrown instanceof AssertionError, String(thrown));
    return thrown;
  }
  throw new Error('it did not fail');
}
