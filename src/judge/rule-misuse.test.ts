import assert from 'node:assert/strict';
import type { Contact } from '#domain';
import { judge } from './judge.ts';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';

/** Heading and title of the one cause of a test that raised this, in a suite of which exchanges were recorded or not. */
function judgeRaised(message: string, type: string, isRecorded: boolean, heard?: Partial<Contact>): readonly string[] {
  const run = new RunBuilder().suite('s');
  const attempt = run.attempt('s', ['a', 'b']);
  run.test(attempt, 0, 'failed', { reason: 'exception', failure: raised(message, { type }) });
  if (heard !== undefined) run.contact(attempt, 'service', heard);
  if (isRecorded) {
    const fact = {
      kind: 'exchange',
      protocol: 'http',
      address: '127.0.0.1:21001',
      method: 'GET /',
      request: '',
      end: 'answered',
      answer: '',
      tookMs: 1,
    } as const;
    run.emit({ kind: 'fact-found', attempt, ordinal: 1, fact });
  }
  const [cause = assert.fail('no cause')] = judge(run.finish(attempt, 's', 'failed').end().state()).causes;
  return [cause.heading, cause.title];
}

describe('an exception without a recorded exchange', () => {
  it('of something read that is no JSON stays open: an answer may have come before it', () => {
    const [heading] = judgeRaised(`Unexpected token '<', "<p>..." is not valid JSON`, 'SyntaxError', false);
    assert.equal(heading, 'UNCLASSIFIED');
    assert.equal(
      judgeRaised("Cannot read properties of undefined (reading 'id')", 'TypeError', false)[0],
      'UNCLASSIFIED',
    );
  });

  it('of how a library is called is of the test, and nothing is said of what it had asked', () => {
    const [heading, title = ''] = judgeRaised('Unsupported protocol version: 17', 'RangeError', false);
    assert.equal(heading, 'TEST_ARTIFACT');
    assert.doesNotMatch(title, /before it asked/u);
  });

  it('is of the test where the record shows that it had asked nothing', () => {
    const [heading, title = ''] = judgeRaised("Cannot read properties of undefined (reading 'id')", 'TypeError', true);
    assert.equal(heading, 'TEST_ARTIFACT');
    assert.match(title, /before it asked anything of the service/u);
  });

  it('is of the test where a relay that reads all calls heard others, and none of it', () => {
    const told = ["Cannot read properties of undefined (reading 'timeout')", 'TypeError', false] as const;
    assert.equal(judgeRaised(...told, { seenBy: ['tap'], calls: 2 })[0], 'TEST_ARTIFACT');
    assert.equal(judgeRaised(...told, { seenBy: ['tap'], calls: 0 })[0], 'UNCLASSIFIED');
    assert.equal(judgeRaised(...told, { seenBy: ['sockets'], calls: 2 })[0], 'UNCLASSIFIED');
  });
});
