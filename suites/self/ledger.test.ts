import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, inLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

const LEDGER = join(ROOT, 'fixtures', 'ledger-service');

function copyLedger(lab: Lab, change: (name: string, text: string) => string = (_, text) => text): void {
  for (const name of readdirSync(LEDGER)) {
    if (name.startsWith('_') || name === 'reports') continue;
    lab.write(name, change(name, readFileSync(join(LEDGER, name), 'utf8')));
  }
}

const USES_TMP_PATH = '\n\ndef test_keeps_a_note(tmp_path):\n    (tmp_path / "note").write_text("kept")\n';

const missing = (...args: readonly string[]): boolean => spawnSync('python3', args).status !== 0;

describe('a service in Python', () => {
  before(function () {
    if (!missing('--version')) return;
    leaveOut(this, 'python3 is not here: the ledger cannot be run');
  });

  it(
    'is started with what it needs, and asked in another language',
    inLab(async (lab) => {
      copyLedger(lab);
      const { status } = await lab.run(['run', 'ledger-node']);
      assert.equal(status, 0);
      assert.equal(lab.suite('ledger-node').tests.length, 4);
    }),
  );

  it(
    'is killed and started by its own suite, and keeps what it promised',
    inLab(async (lab) => {
      if (missing('-c', 'import pytest')) {
        process.stderr.write('python3 has no pytest: the suite of the ledger in Python is left out\n');
        return;
      }
      copyLedger(lab, (name, text) => (name === 'test_ledger.py' ? text + USES_TMP_PATH : text));
      const { status } = await lab.run(['run', 'ledger']);
      assert.equal(status, 0);
      assert.equal(lab.suite('ledger').tests.length, 13);
      // pytest keeps the folders of tmp_path by design: nothing that a suite forgot.
      assert.deepEqual(lab.suite('ledger').marks, []);
    }),
  );

  it(
    'that lists no account is found out',
    inLab(async (lab) => {
      copyLedger(lab, (name, text) => (name === 'ledger.py' ? text.replace('self._book.accounts()}', '[]}') : text));
      const { status } = await lab.run(['run', 'ledger-node']);
      assert.equal(status, 1);
      assert.equal(lab.suite('ledger-node').outcome, 'failed');
    }),
  );
});
