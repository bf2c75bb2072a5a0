import { configuredName, oneLine, rerunCommand } from '#domain';
import type { Effect, ParityRow, PlannedSuite } from '#domain';
import { cite, headline, normaliseText } from '#case';
import type { RunFacts } from '#case';
import { mendParity, quoteParity } from './mend-parity.ts';
import { ruleComponentIncident } from './rule-component-incident.ts';
import { suiteKey } from './rule.ts';
import type { Rule, Verdict } from './rule.ts';

/** Both ways had the same service in the same state: what differs between them is the test, its fixtures and its framework. */
export const ruleParity: Rule = {
  id: 'parity',
  sentence:
    'A test that passes in one of the two ways of --parity (alone, or in order among the others) and not in the other is mended in the test, its fixtures or the settings of its framework.',
  otherwise: 'if it had failed in both ways alike, it would be judged by what it failed of',
  decide: (effect, facts) => {
    const { way } = effect.suite.planned;
    if (way === undefined || ruleComponentIncident.decide(effect, facts) !== undefined) return undefined;
    const wanted = way === 'together' ? 'alone-only' : 'together-only';
    const row = facts.parityOf(effect.id) ?? rowOfWhole(effect, facts);
    return row?.verdict === wanted ? judgeRow(row, effect, facts) : undefined;
  },
};

// A suite without a single test in one way, whose files or tests pass in the other.
function rowOfWhole({ suite, reason }: Effect, { state }: RunFacts): ParityRow | undefined {
  if (reason !== 'no-tests' && reason !== 'collection') return undefined;
  const name = configuredName(suite.planned);
  return state.parity.find((row) => row.suite === name && row.verdict === 'alone-only');
}

function judgeRow(row: ParityRow, effect: Effect, facts: RunFacts): Verdict {
  const { planned } = effect.suite;
  const quoted = row.unit === 'file' ? quoteParity(row.together) : undefined;
  const other = row.verdict === 'alone-only' ? row.alone : row.together;
  return {
    ...aboutRow(row, planned, facts),
    signature: `parity|${row.suite}|${row.verdict}|${subjectOf(row, effect)}`,
    title: `${describeRow(row, planned)}: ${headline({ ...effect, failure: quoted ?? effect.failure })}`,
    evidence: [cite(effect.seq, effect.reason ?? effect.outcome), cite(other.seq, 'the same, in the other way')],
  };
}

// A file is one thing to mend; of one fixture or one leftover, many tests fail in the same words.
function subjectOf({ unit, subject }: ParityRow, { failure }: Effect): string {
  return unit === 'file' ? subject : `${failure.type}|${normaliseText(failure.message)}`;
}

/** What a person needs: in which way it works, in which it does not. */
export function describeRow({ subject, unit, verdict, together }: ParityRow, { engine }: PlannedSuite): string {
  const name = oneLine(subject, 160);
  if (verdict === 'together-only') return `${name} passes among the others and fails alone`;
  if (unit === 'test') return `${name} passes alone and fails among the others`;
  if (together.tests.length === 0)
    return `${name} passes when it is run by itself, and ${engine} collects no test in it`;
  return `${name} passes when it is run by itself and fails under ${engine}`;
}

/** The parts of a verdict that hang on the row alone. */
export function aboutRow(
  row: ParityRow,
  planned: PlannedSuite,
  { state }: RunFacts,
): Pick<Verdict, 'heading' | 'remedy' | 'against'> {
  return {
    heading: 'TEST_ARTIFACT',
    remedy: {
      action: mendParity(row),
      where: row.unit === 'file' ? row.subject : suiteKey(planned),
      verify: rerunCommand(state.started, [row.suite, '--parity']),
    },
    against: ['a service that gets worse with every request would look the same in a long suite'],
  };
}
