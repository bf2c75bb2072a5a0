import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { locate, placeOfValue, toPlain } from './located.ts';
import type { Path } from './located.ts';
import { mergeLocated } from './merge.ts';
import { readYaml } from './read-yaml.ts';
import { parseDuration, parseSize } from './units.ts';

const PLACE = { file: 'f', line: 1, column: 1 };

/** Values as a configuration holds them. */
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

/** Paths to every text inside a value. */
function listTexts(value: unknown, path: Path = []): readonly { readonly path: Path; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => listTexts(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => listTexts(item, [...path, key]));
}

describe('a located value', () => {
  it('holds the value that it was made from', () => {
    fc.assert(fc.property(anyValue, (value) => assert.deepEqual(toPlain(locate(value, PLACE)), value)));
  });

  it('is read from YAML as it was written, and its places are where the texts stand', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anyValue, { minKeys: 1, noNullPrototype: true }), (value) => {
        const source = stringify(value, { defaultStringType: 'QUOTE_DOUBLE', lineWidth: 0 });
        const { located, issues } = readYaml(source, 'f');
        // The one key with a meaning of its own.
        fc.pre(!source.includes('"<<"'));
        assert.deepEqual(issues, []);
        assert.ok(located !== undefined);
        assert.deepEqual(toPlain(located), value);
        const lines = source.split('\n');
        for (const { path } of listTexts(value)) {
          const { line, column } = placeOfValue({ place: PLACE, value: located }, path);
          assert.equal(lines[line - 1]?.charAt(column - 1), '"', `${path.join('.')} at ${line}:${column}\n${source}`);
        }
      }),
    );
  });

  it('laid over with nothing, or with itself, is itself', () => {
    // null removes a key, so a value that holds one is another matter.
    const value = anyValue.filter((one) => !JSON.stringify(one).includes('null'));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), (one) => {
        const located = locate(one, PLACE);
        assert.deepEqual(toPlain(mergeLocated(located, locate({}, PLACE))), one);
        assert.deepEqual(toPlain(mergeLocated(locate({}, PLACE), located)), one);
      }),
    );
  });
});

describe('units', () => {
  it('are read, and nothing else is', () => {
    const durations = { '500ms': 500, '60s': 60_000, '1.5m': 90_000, '1h': 3_600_000, '250': 250 };
    for (const [text, wanted] of Object.entries(durations)) assert.equal(parseDuration(text), wanted, text);
    const sizes = { '1B': 1, '1 kB': 1000, '1.5MB': 1_500_000, '1KiB': 1024, '2GiB': 2_147_483_648, '7': 7 };
    for (const [text, wanted] of Object.entries(sizes)) assert.equal(parseSize(text), wanted, text);
    for (const text of ['', 's', '5 s', '-1s', '1e3s', '5S', '1d', 'NaN', 'Infinity', '1.2', '0x10']) {
      assert.equal(parseDuration(text), undefined, text);
      assert.equal(parseSize(text), undefined, text);
    }
    assert.equal(parseDuration(-1), undefined);
    assert.equal(parseDuration(1.5), undefined);
  });
});
