import { configuredName } from '#domain';
import type { ParityRow } from '#domain';
import { cite } from '#case';
import { aboutRow, describeRow } from './rule-parity.ts';
import type { StandingRule } from './rule.ts';

/** A file that passes by itself and of which a framework sees nothing turns no test red: nobody would miss it. */
export const standingParity: StandingRule = {
  id: 'parity-unseen',
  sentence:
    'A file that passes when it is run by itself, and in which the framework of its suite finds no test, is mended in the file.',
  find: (facts) =>
    facts.state.parity.filter(isUnseen).flatMap((row) => {
      const suite = facts.state.suites.find(
        ({ planned }) => planned.way === 'together' && configuredName(planned) === row.suite,
      );
      if (suite === undefined) return [];
      return [
        {
          ...aboutRow(row, suite.planned, facts),
          signature: `parity|${row.subject}|unseen`,
          title: describeRow(row, suite.planned),
          evidence: [cite(row.alone.seq, 'passed by itself')],
          suites: [suite.planned.name],
        },
      ];
    }),
};

function isUnseen({ unit, verdict, together }: ParityRow): boolean {
  return unit === 'file' && verdict === 'alone-only' && together.tests.length === 0;
}
