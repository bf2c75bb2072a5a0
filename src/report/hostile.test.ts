import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PLAIN_ASSESSMENT } from '#domain';
import type { Assessment, AssessmentSettings } from '#domain';
import { arbitraryRun, hostileText } from '../../fixtures/tools/arbitrary-run.ts';
import { assessChanged, assessRun, compareAssessed } from '../../fixtures/tools/assess-run.ts';
import type { RunBuilder } from '../../fixtures/tools/build-run.ts';
import { findCommands } from '../../fixtures/tools/find-commands.ts';
import { HIDDEN } from '../../fixtures/tools/hidden-characters.ts';
import { renderComparison, renderComparisonJson } from './comparison.ts';
import { renderReports } from './reports.ts';
import { renderTickets } from './tickets.ts';

/** A project whose own words are as hostile as those of its tests, down to the causes that it accepted. */
function settingsOf(text: string, causes: readonly string[]): AssessmentSettings {
  const where = { tag: [text] };
  return {
    ...PLAIN_ASSESSMENT,
    document: { id: text, role: text, phase: text, status: text },
    horizons: [{ name: text, severities: [] }],
    criteria: [
      { name: text, importance: 'primary', measure: 'executed', where: {}, limit: { kind: 'min', value: 1 } },
      { name: text, importance: 'secondary', measure: 'passRate', where, limit: { kind: 'max', value: 1 } },
    ],
    outOfScope: [{ select: where, reason: text, ref: text }],
    accepted: causes.map((cause) => ({
      cause,
      heading: 'UNCLASSIFIED',
      title: text,
      reason: text,
      until: '2999-01-01',
      run: text,
    })),
  };
}

function assessHostile(run: RunBuilder, text: string): Assessment {
  return assessChanged(
    run.stored(),
    (state, { causes }) => {
      const accepted = causes.slice(0, 2).map((cause) => cause.id);
      const gates = { ...state.declared.gates, selected: [{ where: { suite: [text] }, notGreen: 0 }] };
      return { ...state, declared: { ...state.declared, assessment: settingsOf(text, accepted), gates } };
    },
    { given: [`--role ${text}`] },
  );
}

function documentsOf(assessment: Assessment, other: Assessment): ReadonlyMap<string, string> {
  const comparison = compareAssessed(other, assessment);
  return new Map([
    ...renderReports(assessment),
    ...renderTickets(assessment),
    ['comparison.md', renderComparison(comparison)],
    ['comparison.json', renderComparisonJson(comparison)],
  ]);
}

const CELL_END = /(?<!\\)(?:\\\\)*\|/gu;

/** Rows of tables that have another number of cells than the head above them. */
function findBrokenRows(text: string): readonly string[] {
  let width = 0;
  return text.split('\n').filter((line) => {
    if (!line.startsWith('| ')) {
      width = 0;
      return false;
    }
    const cells = [...line.matchAll(CELL_END)].length;
    const isBroken = width !== 0 && cells !== width;
    width = width === 0 ? cells : width;
    return isBroken;
  });
}

describe('hostile words', () => {
  it('act in no document, whoever wrote them', () => {
    fc.assert(
      fc.property(arbitraryRun(hostileText), arbitraryRun(hostileText), hostileText, (run, earlier, text) => {
        const assessment = assessHostile(run, text);
        for (const [file, document] of documentsOf(assessment, assessRun(earlier.stored()))) {
          assert.deepEqual(findCommands(document), [], file);
          assert.doesNotMatch(document, HIDDEN, file);
          if (file.endsWith('.md')) assert.deepEqual(findBrokenRows(document), [], file);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('of any length leave documents of a bounded length', () => {
    const [run] = fc.sample(arbitraryRun(fc.constant('x'.repeat(64_000))), { numRuns: 1, seed: 7 });
    assert.ok(run !== undefined);
    const long = 'n'.repeat(64_000);
    const assessment = assessHostile(run, long);
    for (const [file, document] of documentsOf(assessment, assessment)) {
      if (file.endsWith('.md')) assert.ok(document.length < 200_000, `${file}: ${document.length}`);
    }
  });
});

describe('drafts of tickets', () => {
  it('are one for each cause that counts, named by its id, with what to do and when it is done', () => {
    fc.assert(
      fc.property(arbitraryRun(hostileText), (run) => {
        const assessment = assessHostile(run, 'plain');
        const counted = assessment.causes.filter((cause) => !assessment.setAside.has(cause.id));
        const tickets = renderTickets(assessment);
        assert.deepEqual([...tickets.keys()].toSorted(), counted.map((cause) => `${cause.id}.md`).toSorted());
        for (const text of tickets.values())
          for (const part of ['Deduplicate by: ', '\nAction: ', '\nDone when this passes: ', '\n## Evidence\n'])
            assert.ok(text.includes(part), part);
      }),
      { numRuns: 30 },
    );
  });
});
