import assert from 'node:assert/strict';
import fc from 'fast-check';
import { showHidden } from '#domain';
import { HOSTILE_TEXTS, hostileText } from '../../fixtures/tools/arbitrary-run.ts';
import { findCommands } from '../../fixtures/tools/find-commands.ts';
import { HIDDEN } from '../../fixtures/tools/hidden-characters.ts';
import { commandMessage, commandProperty } from './escape-command.ts';
import { jsonText } from './escape-json.ts';
import { markdownBlock, markdownCode, markdownText } from './escape-markdown.ts';
import { xmlAttribute, xmlText } from './escape-xml.ts';
import { renderTable } from './table.ts';

function forAll(check: (text: string) => void): void {
  fc.assert(fc.property(hostileText, check), { numRuns: 1000, examples: HOSTILE_TEXTS.map((text) => [text]) });
}

function folded(text: string): string {
  return showHidden(text).replaceAll(/\s+/gu, ' ').trim();
}

// Punctuation behind a backslash is only itself.
function withoutEscapes(markdown: string): string {
  return markdown.replaceAll(/\\[!-/:-@[-`{-~]/gu, '·');
}

describe('Markdown text', () => {
  const ordinary = [
    'expected 3 to equal 4',
    'ECONNREFUSED 127.0.0.1:21233',
    'a_b-c.d',
    'component-exited, [REQ-MTX-001] starts & stops: 3 < 4 > 2 (100 %) = {ok} | #3!',
    "TypeError: Cannot read properties of undefined (reading 'x')",
    'C:\\dir\\file, node_modules/@scope/x, user@host',
    'mediamtx api not ready after 10000 ms: last reply ECONNREFUSED 127.0.0.1:21233; log logs/w1/mediamtx.log:12',
  ];
  for (const text of ordinary)
    it(`leaves "${text.slice(0, 40)}" as it is`, () => assert.equal(markdownText(text), text));

  const acting: readonly (readonly [string, string])[] = [
    ['*b* `c` ~s~ $x$', String.raw`\*b\* \`c\` \~s\~ \$x\$`],
    ['_i_ a_b', String.raw`\_i\_ a_b`],
    ['<script> a < b', '&lt;script> a < b'],
    ['&lt; & &#60;', '&amp;lt; & &amp;#60;'],
    ['[a](b) [c][d] [^1]', String.raw`[a\](b) [c\][d] \[^1]`],
    ['http://a www.b.c', String.raw`http\://a www\.b.c`],
    ['@team a@b', '@<!-- -->team a@b'],
    ['\\* C:\\x end\\', String.raw`\\\* C:\x end\\`],
    ['title ##', String.raw`title \#\#`],
    ['##[error]x', String.raw`#\#[error]x`],
    ['a\r\nb\tc\u202Ed', String.raw`a b c\u{202e}d`],
  ];
  for (const [text, shown] of acting)
    it(`disarms ${JSON.stringify(text)}`, () => assert.equal(markdownText(text), shown));

  it('is one line in which nothing acts, whatever the text', () => {
    forAll((text) => {
      const shown = markdownText(text, 100_000);
      assert.doesNotMatch(shown, HIDDEN);
      assert.doesNotMatch(
        withoutEscapes(shown),
        /\n|[`*~$]|\][([:]|<[A-Za-z/?]|<!(?!-- -->)|:\/\/|\bwww\.|&(?!amp;|lt;)#?\w+;/u,
      );
      assert.deepEqual(findCommands(`- ${shown}`), []);
    });
  });

  it('is cut where it is too long, and never in the middle of a character', () => {
    assert.equal(markdownText('🙂'.repeat(10), 4), '🙂…');
  });
});

describe('Markdown code and tables', () => {
  it('have a fence longer than any run of backticks inside', () => {
    assert.equal(markdownCode('plain'), '`plain`');
    assert.equal(markdownCode('a ``` b'), '````a ``` b````');
    assert.equal(markdownCode('`x`'), '`` `x` ``');
    assert.equal(markdownCode(' \n '), '` `');
    forAll((text) => {
      const lines = markdownBlock(text).split('\n');
      const fence = /^`{3,}/u.exec(lines[0] ?? '')?.[0] ?? assert.fail();
      assert.deepEqual(
        lines.slice(1).filter((line) => line.startsWith(fence)),
        [fence],
      );
      assert.deepEqual(findCommands(`${lines.join('\n')}\n- ${markdownCode(text)}`), []);
      assert.doesNotMatch(lines.join('\n'), HIDDEN);
    });
  });

  it('say how much of a block was cut', () => {
    assert.match(markdownBlock('x'.repeat(3000)), /x…\n\[cut: 1000 more characters\]\n```$/u);
  });

  it('keep their cells apart', () => {
    forAll((text) => {
      for (const cell of [markdownText(text), markdownCode(text)]) {
        const row = renderTable(['a', 'b'], [[cell, 'z']]).split('\n')[2] ?? '';
        // GitHub reads a pipe as part of a cell when a backslash that is not itself escaped stands before it.
        const cells = withoutEscapes(row).split('|');
        assert.equal(cells.length, 4, row);
      }
    });
  });
});

describe('XML', () => {
  it('gives the text back, but for what XML cannot hold', () => {
    forAll((text) => {
      const shown = xmlAttribute(text);
      assert.doesNotMatch(shown, /[<>"'\n\t]|&(?!(?:amp|lt|gt|quot|apos|#\d+);)/u);
      assert.doesNotMatch(shown, HIDDEN);
      assert.equal(decodeXml(shown), showHidden(text));
      assert.equal(decodeXml(xmlText(text)), showHidden(text));
      assert.deepEqual(findCommands(xmlText(text)), []);
    });
  });
});

function decodeXml(text: string): string {
  const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replaceAll(/&(#?)(\w+);/gu, (_, number: string, name: string) =>
    number === '' ? (names[name] ?? assert.fail(name)) : String.fromCodePoint(Number(name)),
  );
}

describe('JSON', () => {
  it('gives the same value back, and shows nothing that acts', () => {
    forAll((text) => {
      const shown = jsonText({ [text]: [text, { inside: text }] });
      assert.deepEqual(JSON.parse(shown), { [text]: [text, { inside: text }] });
      assert.doesNotMatch(shown, HIDDEN);
      assert.doesNotMatch(shown, /[\uFE00-\uFE0F]/u);
      assert.deepEqual(findCommands(shown), []);
    });
  });
});

describe('workflow commands', () => {
  it('hold hostile text as data: one line, one command, no property added', () => {
    forAll((text) => {
      const line = `::error title=${commandProperty(text)}::${commandMessage(text)}`;
      assert.equal(line.split(/[\r\n\u2028\u2029\u0085]/u).length, 1);
      // As the runner reads it: properties end at the second `::`, commas part them.
      const info = line.slice(2, line.indexOf('::', 2));
      assert.equal(info.split(',').length, 1);
      assert.doesNotMatch(line, HIDDEN);
      const message = line.slice(line.indexOf('::', 2) + 2);
      assert.equal(folded(message.replaceAll('%0A', '\n').replaceAll('%25', '%')).length >= folded(text).length, true);
      assert.deepEqual(findCommands(message.replaceAll('%0A', '\n').replaceAll('%25', '%')), []);
    });
  });
});
