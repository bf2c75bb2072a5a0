import assert from 'node:assert/strict';
import type { Cause, ExchangeFact, Requirement } from '#domain';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { judge } from './judge.ts';

const REQUIREMENTS: readonly Requirement[] = ['R-A', 'R-B'].map((id) => ({
  id,
  text: `${id} holds.`,
  source: '',
  status: 'approved',
  critical: true,
  kind: 'behaviour',
  names: [],
}));

const CODES = { actual: '404', expected: '200' };

interface Red {
  readonly text: string;
  readonly cites: string;
  readonly fact: Partial<ExchangeFact>;
}

const EXCHANGE: ExchangeFact = {
  kind: 'exchange',
  protocol: 'http',
  address: '127.0.0.1:4000',
  component: 'service',
  method: 'GET /health',
  request: '',
  end: 'answered',
  answer: '{}',
  tookMs: 3,
};

/** Each red test in a suite of its own. */
function causesOf(...reds: readonly Red[]): readonly Cause[] {
  const run = new RunBuilder({
    declared: {
      requirements: REQUIREMENTS,
      contract: {
        methods: [],
        routes: [
          { name: 'GET /items/:id', status: 'approved' },
          { name: 'DELETE /items/:id', status: 'approved' },
        ],
        codes: [],
      },
      components: [{ name: 'service', kind: 'service' }],
    },
  });
  for (const [index, { text, cites, fact }] of reds.entries()) {
    run.suite(`s${index}`);
    const attempt = run.attempt(`s${index}`, [{ titles: ['t'], occurrence: 1, requirements: [cites] }]);
    run.test(attempt, 0, 'failed', { reason: 'assertion', failure: raised(text, text.includes('!==') ? CODES : {}) });
    run.emit({ kind: 'fact-found', attempt, ordinal: 0, fact: { ...EXCHANGE, ...fact } });
    run.finish(attempt, `s${index}`, 'failed');
  }
  return judge(run.end().state()).causes;
}

const missed = (name: string, saw: string, method: string, cites: string): Red => ({
  text: `no notification ${name}; last saw: ${saw}`,
  cites,
  fact: { protocol: 'json-rpc', method, answer: '{"result":{}}' },
});

const untrue = (method: string, words: string, cites: string): Red => ({
  text: '404 !== 200',
  cites,
  fact: {
    method,
    end: 'error',
    code: '404',
    answer: `{"error":"${words}"}`,
    named: [{ name: '7', state: 'told' }],
  },
});

describe('what failures of one fault have in common', () => {
  it('is that nothing is heard, whatever was waited for', () => {
    const nothing = 'no message at all';
    const causes = causesOf(missed('a_changed', nothing, 'list', 'R-A'), missed('b_changed', nothing, 'start', 'R-B'));
    assert.deepEqual(
      causes.map(({ heading, effects }) => [heading, effects.length]),
      [['SYSTEM_CRITICAL', 2]],
    );
  });

  it('is not the answer before a wait: who hears something else, or asks the same without a wait, is of another', () => {
    const other = missed('b_changed', 'b_changed {}', 'list', 'R-B');
    assert.equal(causesOf(missed('a_changed', 'no message at all', 'list', 'R-A'), other).length, 2);
    assert.equal(causesOf(missed('a_changed', 'x', 'list', 'R-A'), { ...other, text: '404 !== 200' }).length, 2);
  });

  it('is that a thing which is there is said not to be, in the same words by two methods', () => {
    const [one, other] = [untrue('GET /items/7', 'no item 7', 'R-A'), untrue('DELETE /items/8', 'no item 8', 'R-B')];
    assert.equal(causesOf(one, other).length, 1);
    assert.equal(causesOf(one, untrue('DELETE /items/8', 'gone already', 'R-B')).length, 2);
  });
});
