import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './repository.ts';
import { renderSample, renderStored, SAMPLES, SAMPLES_FOLDER } from './samples.ts';

const PROGRAM = join(import.meta.dirname, 'samples-main.js');

function readFolder(folder: string): ReadonlyMap<string, string> {
  return new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

describe('sample reports', () => {
  for (const name of SAMPLES) {
    it(`${name}: every file is byte for byte what is kept (else look, and run npm run generate)`, () => {
      const kept = readFolder(join(SAMPLES_FOLDER, name));
      const rendered = renderSample(name);
      assert.deepEqual([...kept.keys()].toSorted(), [...rendered.keys()].toSorted());
      for (const [file, text] of rendered) assert.equal(text, kept.get(file), file);
    });
  }

  it('can be made from any beginning of a run, cut in the middle of a line too', () => {
    for (const name of SAMPLES) {
      const lines = readFileSync(join(ROOT, 'fixtures', 'journals', name, 'events.ndjson'))
        .toString('latin1')
        .split('\n');
      for (let count = 1; count < lines.length; count += 1) {
        const whole = lines.slice(0, count).join('\n');
        for (const text of [`${whole}\n`, `${whole}\n${lines[count]?.slice(0, 40) ?? ''}`]) {
          const reports = renderStored(name, Buffer.from(text, 'latin1'));
          assert.equal(reports.size, 16, `${name}, ${count} lines`);
        }
      }
    }
    // All reports of some hundred beginnings: seconds of computing.
  }).timeout(300_000);

  it('are the same in another time zone, language and folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'samples-'));
    try {
      for (const [TZ, LC_ALL] of [
        ['Asia/Kathmandu', 'tr_TR.UTF-8'],
        ['America/St_Johns', 'C'],
      ] as const) {
        const env = { PATH: process.env['PATH'], TZ, LC_ALL, LANG: LC_ALL };
        execFileSync(process.execPath, [PROGRAM, folder], { env, cwd: '/' });
        for (const name of SAMPLES) {
          assert.deepEqual(readFolder(join(folder, name)), readFolder(join(SAMPLES_FOLDER, name)), `${name} ${TZ}`);
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
