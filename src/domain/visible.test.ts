import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hostileText } from '../../fixtures/tools/arbitrary-run.ts';
import { findCommands } from '../../fixtures/tools/find-commands.ts';
import { HIDDEN } from '../../fixtures/tools/hidden-characters.ts';
import { breakCommands, clipText, oneLine, showHidden } from './visible.ts';

describe('showHidden', () => {
  const table: readonly (readonly [string, string])[] = [
    ['plain äöü 漢字 🙂 ✔️\n\ttab', 'plain äöü 漢字 🙂 ✔️\n\ttab'],
    ['a\r\nb\rc', 'a\nb\\u{d}c'],
    ['\u001B[31m\u0000\u007F\u009B', '\\u{1b}[31m\\u{0}\\u{7f}\\u{9b}'],
    ['\u202Egnp.exe\u2066', '\\u{202e}gnp.exe\\u{2066}'],
    ['\u200B\uFEFF\u00AD\u2028', '\\u{200b}\\u{feff}\\u{ad}\\u{2028}'],
    ['\uD800x\uDC00', '\\u{d800}x\\u{dc00}'],
    ['\u{E0041}', '\\u{e0041}'],
  ];
  for (const [text, shown] of table) it(JSON.stringify(text), () => assert.equal(showHidden(text), shown));

  it('leaves nothing that acts', () => {
    fc.assert(fc.property(hostileText, (text) => assert.doesNotMatch(showHidden(text), HIDDEN)));
  });
});

describe('breakCommands', () => {
  const table: readonly (readonly [string, string])[] = [
    ['std::vector::error x', 'std::vector::error x'],
    ['::error::x', ': :error::x'],
    ['a\n \t::error::x', 'a\n \t: :error::x'],
    ['a ##[error]x', 'a # #[error]x'],
    ['## [x] ##', '## [x] ##'],
  ];
  for (const [text, broken] of table) it(JSON.stringify(text), () => assert.equal(breakCommands(text), broken));

  it('leaves no workflow command in text whose hidden characters are shown', () => {
    fc.assert(fc.property(hostileText, (text) => assert.deepEqual(findCommands(breakCommands(showHidden(text))), [])));
  });
});

describe('clipText and oneLine', () => {
  it('cut with a mark, never half a character', () => {
    assert.equal(clipText('abcdef', 6), 'abcdef');
    assert.equal(clipText('abcdefg', 6), 'abcde…');
    assert.equal(clipText('🙂🙂', 3), '🙂…');
    assert.equal(clipText('🙂🙂', 2), '…');
    assert.equal(oneLine(' a\n\n b\tc ', 80), 'a b c');
  });
});
