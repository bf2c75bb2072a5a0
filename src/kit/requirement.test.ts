import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cite, readCitations, requirement } from './requirement.ts';

describe('citations of requirements', () => {
  it('stand in brackets behind the title', () => {
    assert.equal(cite('answers pong', 'REQ-WS-011', 'A-1'), 'answers pong [REQ-WS-011] [A-1]');
  });

  it('may share one pair of brackets', () => {
    assert.deepEqual(readCitations('answers pong [REQ-WS-011, A-1] [B-2]'), ['REQ-WS-011', 'A-1', 'B-2']);
  });

  it('that could not be found again are refused', () => {
    for (const id of ['', 'REQ', 'req-1', 'REQ WS 1', '[REQ-1]', 'REQ-'])
      assert.throws(() => requirement(id), TypeError);
  });

  it('are found again, whatever the title says', () => {
    const ids = fc.array(fc.stringMatching(/^[A-Z][A-Z0-9]{0,5}(-[A-Z0-9]{1,5}){1,3}$/), {
      minLength: 1,
      maxLength: 5,
    });
    const title = fc.string().filter((text) => !/[[\]]/u.test(text));
    fc.assert(fc.property(title, ids, (text, cited) => assert.deepEqual(readCitations(cite(text, ...cited)), cited)));
  });
});
