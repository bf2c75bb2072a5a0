import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Lab, mocha } from '../self/lab.ts';
import type { Row } from './row.ts';
import { describeMegabytes } from './statistics.ts';

const RESULTS_PER_SUITE = 5000;
const SUITES = 20;
const MAX_MS = 10_000;
const MAX_MEMORY_BYTES = 512e6;
const MAX_JOURNAL_BYTES = 40e6;

export const assess: Row = {
  name: 'assess',
  what: 'judgement and all reports of 100,000 results',
  target: '≤ 10 s, ≤ 512 MB; journal ≤ 40 MB',
  how: `a real run of ${SUITES} suites with ${RESULTS_PER_SUITE} tests each is stored, then \`reality report\` writes everything again; wall time and VmHWM of that process`,
  measure: async ({ say }) => {
    const lab = new Lab();
    try {
      lab.configure({
        suites: Array.from({ length: SUITES }, (_, index) => mocha(`many-${index + 1}`, 'many.js', { timeout: '5m' })),
      });
      const stored = await lab.run(['run', '--all', '-j', '1']);
      say(`  stored in ${Math.round(stored.tookMs / 1000)} s`);
      const results = lab.events().filter(({ kind }) => kind === 'test-ended').length;
      if (results !== SUITES * RESULTS_PER_SUITE) throw new Error(`${results} results were stored: ${stored.stderr}`);
      const journal = statSync(join(lab.latest, 'events.ndjson')).size;
      const { tookMs, peakBytes, stderr } = await lab.run(['report', 'latest']);
      if (peakBytes === 0) throw new Error(stderr);
      const value = `${(tookMs / 1000).toFixed(1)} s, ${describeMegabytes(peakBytes)}; journal ${describeMegabytes(journal)}`;
      return { value, met: tookMs <= MAX_MS && peakBytes <= MAX_MEMORY_BYTES && journal <= MAX_JOURNAL_BYTES };
    } finally {
      await lab.close();
    }
  },
};
