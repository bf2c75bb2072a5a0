import assert from 'node:assert/strict';
import { assessRun } from '../../fixtures/tools/assess-run.ts';
import { RunBuilder } from '../../fixtures/tools/build-run.ts';
import type { Requirement } from '#domain';
import { renderReports } from './reports.ts';

const ROUTE = 'POST /orders';

function read(requirements: readonly Partial<Requirement>[], file: string): string {
  const declared = {
    requirements: requirements.map((one, index) => ({
      id: `R-${index}`,
      text: '',
      source: '',
      status: 'approved' as const,
      critical: false,
      kind: 'limit',
      names: [ROUTE],
      ...one,
    })),
  };
  const run = new RunBuilder({ declared }).green('s', ['t']).end();
  return renderReports(assessRun(run.stored())).get(file) ?? assert.fail(`no ${file}`);
}

describe('requirements that meet', () => {
  const some = { text: 'An order of 500 pieces is taken.' };

  it('are a finding of the assessment, with the request and both answers', () => {
    const two = [{ text: 'More than 100 pieces are 400.' }, some];
    for (const file of ['assessment.md', 'appendix-requirements.md'])
      assert.match(read(two, file), /- piece is 500: `R-0` promises `400`, `R-1` promises `ok`/u);
  });

  it('are not told where one goes before the other, or where there are none', () => {
    const settled = [{ text: 'More than 100 pieces are 400.', before: ['R-1'] }, some];
    assert.doesNotMatch(read(settled, 'assessment.md'), /answer differently/u);
  });
});
