import assert from 'node:assert/strict';
import { readText } from './repository.ts';

describe('the example of a component kind', () => {
  it('is the one that a whole-program test runs', () => {
    const page = readText('docs/how-to/add-a-component-kind.md');
    const shown = /^```js\n([\s\S]*?)^```/mu.exec(page)?.[1] ?? '';
    const lines = readText('fixtures/kinds/echo.js').split('\n');
    const code = lines.filter((line, index) => index > 1 && !line.startsWith('// oxlint')).join('\n');
    assert.equal(shown, code);
  });
});
