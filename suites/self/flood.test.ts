import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { PROGRAMS, exec, inLab } from './lab.ts';

const FLOODS = join(PROGRAMS, 'floods-stdout.sh');
const LOG_LIMIT_BYTES = 32e6;

/** Bytes of all logs of the newest run. */
function sizeOfLog(folder: string, log: string): number {
  return statSync(join(folder, log)).size;
}

describe('a flood', () => {
  it(
    'of a gigabyte costs the runner at most 100 MB, keeps head and tail, and is counted to the byte',
    inLab(async (lab) => {
      lab.configure({ suites: [exec('floods', ['bash', FLOODS, '1000000000'])], limits: { maxOutput: '2GB' } });
      const { status, stderr, peakBytes } = await lab.run(['run', '--all']);
      assert.equal(status, 0, stderr);
      assert.ok(peakBytes <= 100e6, `${peakBytes} bytes`);
      const end = lab.events().find(({ kind }) => kind === 'attempt-ended');
      assert.ok(end?.kind === 'attempt-ended');
      assert.equal(end.end.stdoutBytes, 1e9);
      assert.ok(sizeOfLog(lab.latest, end.end.log) < LOG_LIMIT_BYTES);
    }),
  );

  it(
    'without end is stopped at its limit, on stderr as well, and the others go on',
    inLab(async (lab) => {
      lab.configure({
        suites: [
          exec('stdout', ['bash', FLOODS]),
          exec('stderr', ['bash', '-c', `bash ${FLOODS} >&2`]),
          exec('good', ['true']),
        ],
        limits: { maxOutput: '100MB' },
        run: { workers: 2 },
      });
      const { status, peakBytes } = await lab.run(['run', '--all']);
      assert.equal(status, 1);
      assert.ok(peakBytes <= 100e6, `${peakBytes} bytes`);
      for (const name of ['stdout', 'stderr']) {
        const { outcome, reason } = lab.suite(name);
        assert.deepEqual({ outcome, reason }, { outcome: 'crashed', reason: 'output-limit' });
      }
      assert.equal(lab.suite('good').outcome, 'passed');
    }),
  );
});
