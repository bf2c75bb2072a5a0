import { join } from 'node:path';
import { Lab, PROGRAMS, exec } from '../self/lab.ts';
import type { Row } from './row.ts';
import { describeMegabytes } from './statistics.ts';

const PRINTED_BYTES = 10e9;
const MAX_BYTES = 100e6;

export const output: Row = {
  name: 'output',
  what: 'a suite printing 10 GB: the runner’s peak resident memory',
  target: '≤ 100 MB',
  how: 'VmHWM of the process of `reality run`, read until it ends; the limit of output raised to 20 GB; the size in the journal is compared',
  measure: async ({ say }) => {
    const lab = new Lab();
    try {
      const command = ['bash', join(PROGRAMS, 'floods-stdout.sh'), String(PRINTED_BYTES)];
      lab.configure({
        limits: { maxOutput: '20GB' },
        suites: [exec('prints', command, { timeout: '10m' })],
      });
      const { status, peakBytes, tookMs, stderr } = await lab.run(['run', '--all']);
      const printed = lab.events().map((event) => (event.kind === 'attempt-ended' ? event.end.stdoutBytes : 0));
      if (status !== 0 || Math.max(...printed) < PRINTED_BYTES) throw new Error(stderr);
      say(`  ${Math.round(tookMs / 1000)} s`);
      return {
        value: `${describeMegabytes(peakBytes)} (${(PRINTED_BYTES / 1e6 / (tookMs / 1000)).toFixed(0)} MB/s)`,
        met: peakBytes <= MAX_BYTES,
      };
    } finally {
      await lab.close();
    }
  },
};
