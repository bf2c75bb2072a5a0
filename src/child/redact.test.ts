import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LinePipeline } from './line-pipeline.ts';
import { MIN_SECRET_LENGTH, REDACTED, makeRedact } from './redact.ts';

const SECRET = 'p+ss/w"örd\\1 é';

describe('makeRedact', () => {
  const forms: readonly [string, string][] = [
    ['raw', SECRET],
    ['in JSON', JSON.stringify({ key: SECRET })],
    ['in JSON with escaped slashes', JSON.stringify(SECRET).replaceAll('/', '\\/')],
    ['in a URL', `rtsp://user:${encodeURIComponent(SECRET)}@host`],
    ['in a form', new URLSearchParams({ key: SECRET }).toString()],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in hex', Buffer.from(SECRET).toString('hex')],
    ['in hex with capitals', Buffer.from(SECRET).toString('hex').toUpperCase()],
    ['in base64 behind one byte', Buffer.from(`a${SECRET}`).toString('base64')],
    ['in base64 behind two bytes', Buffer.from(`ab${SECRET}`).toString('base64')],
    ['in base64url as Basic credentials', Buffer.from(`user:${SECRET}`).toString('base64url')],
  ];
  for (const [name, text] of forms) {
    it(`removes a secret ${name}`, () => {
      const redacted = makeRedact([SECRET])(`before ${text} after`);
      assert.ok(redacted.includes(REDACTED), redacted);
      assert.ok(!redacted.includes('rd') && redacted.startsWith('before ') && redacted.endsWith(' after'), redacted);
    });
  }

  it('joins overlapping secrets, so that no rest of the second one stays', () => {
    assert.equal(makeRedact(['abcdef', 'defghi'])('x abcdefghi y'), `x ${REDACTED} y`);
  });

  it('leaves texts alone when there is no secret, or one that is too short to be told from text', () => {
    assert.equal(makeRedact([])('text'), 'text');
    assert.equal(makeRedact(['', '1', 'abc'])('abc 1'), 'abc 1');
  });
});

describe('redaction of a stream', () => {
  const secret = fc.string({
    minLength: MIN_SECRET_LENGTH,
    maxLength: 12,
    unit: fc.constantFrom('a', 'b', '+', '/', 'é', ' '),
  });
  const noise = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'x', '\n') });

  it('gives the same as redacting the whole, wherever the bytes are cut', () => {
    const cases = fc.record({
      secrets: fc.array(secret, { minLength: 1, maxLength: 2 }),
      around: fc.array(noise, { minLength: 2, maxLength: 4 }),
      cuts: fc.array(fc.nat(120), { maxLength: 12 }),
    });
    fc.assert(
      fc.property(cases, ({ secrets, around, cuts }) => {
        const redact = makeRedact(secrets);
        const text = around.map((piece, index) => piece + encode(secrets, index)).join('');
        const pieces: string[] = [];
        const pipeline = new LinePipeline(redact, (line, isWhole) => {
          pieces.push(`${line.toString()}${isWhole ? '\n' : ''}`);
        });
        for (const bytes of cutBytes(Buffer.from(text), cuts)) pipeline.write(bytes);
        pipeline.end();
        const whole = redact(text);
        const expected = whole === '' || whole.endsWith('\n') ? whole : `${whole}\n`;
        assert.equal(pieces.join(''), expected);
        assert.ok(!secrets.some((one) => pieces.join('').replaceAll(REDACTED, '\0').includes(one)));
      }),
      { numRuns: 500 },
    );
  });

  it('drops the rest of a secret whose beginning is not there', () => {
    const redact = makeRedact(['0123456789abcdef']);
    for (let cut = 1; cut < 16; cut += 1) {
      let text = '';
      const pipeline = new LinePipeline(redact, (line) => (text += line.toString()), true);
      pipeline.write(
        Buffer.from(
          `${'0123456789abcdef'.slice(cut)} and much more text of which at least the last words are certainly kept`,
        ),
      );
      pipeline.end();
      assert.ok(!/[0-9]|bcdef/.test(text), `cut at ${cut}: ${text}`);
      assert.ok(text.endsWith('certainly kept'), text);
    }
  });
});

/** The secret in one of its forms, another each time. */
function encode(secrets: readonly string[], index: number): string {
  const secret = secrets[index % secrets.length] ?? '';
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), JSON.stringify(secret)];
  return forms[index % forms.length] ?? '';
}

function cutBytes(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}
