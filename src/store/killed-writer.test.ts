import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { readRun } from './read-run.ts';
import { writeReports } from './write-reports.ts';

const WRITER = join(import.meta.dirname, '../../fixtures/tools/write-run-main.js');
const ROUNDS = 20;

interface Writer {
  readonly child: ChildProcess;
  /** The next line of its output. */
  readonly nextLine: () => Promise<string>;
}

function startWriter(argv: readonly string[]): Writer {
  const [program = '', ...rest] = argv;
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  assert.ok(child.stdout !== null);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    nextLine: async () => {
      const line = await lines.next();
      assert.ok(line.done !== true, 'the writer ended early');
      return line.value;
    },
  };
}

/** Starts a writer, kills it at a random moment after it has begun, and gives the folder that it wrote. */
async function killWriter(mode: string, folder: string): Promise<string> {
  const writer = startWriter([process.execPath, WRITER, mode, folder, join(folder, 'ledger')]);
  const path = await writer.nextLine();
  await sleep(randomInt(0, 40));
  writer.child.kill('SIGKILL');
  await once(writer.child, 'exit');
  return path;
}

describe('a writer that is killed', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'reality-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it(`loses and doubles no line that was written, ${ROUNDS} times`, async () => {
    let lines = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const path = await killWriter('journal', folder);
      const ledger = existsSync(join(folder, 'ledger')) ? readFileSync(join(folder, 'ledger'), 'utf8').split('\n') : [];
      const done = ledger.filter((line) => line.startsWith('done')).length;
      const begun = ledger.filter((line) => line.startsWith('begun')).length;
      const { records, damage } = readRun(path);
      const ordinals = records.map(({ event }) => (event.kind === 'test-ended' ? event.ordinal : -1));
      assert.deepEqual(ordinals, [...ordinals.keys()], `round ${round}: in order, none twice`);
      assert.ok(
        records.length >= done && records.length <= begun,
        `round ${round}: ${records.length} of ${done}..${begun}`,
      );
      assert.ok(
        damage.every((one) => one.includes("journal's tail is torn")),
        damage.join('; '),
      );
      rmSync(join(folder, 'ledger'), { force: true });
      lines += done;
    }
    assert.ok(lines > ROUNDS, `only ${lines} lines were written in all`);
  });

  it(`leaves the old report or the new one, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const path = await killWriter('reports', folder);
      const text = readFileSync(join(path, 'assessment.md'), 'utf8');
      assert.ok(
        ['a', 'b'].some((letter) => text === letter.repeat(100_000)),
        `round ${round}: mixed or cut`,
      );
      writeReports(path, { 'assessment.md': 'after' });
      assert.deepEqual(
        readdirSync(path).filter((name) => name.startsWith('.')),
        [],
        'what the killed writer left is swept',
      );
    }
  });
});

describe('a disk that is full', () => {
  it('tears no line, keeps the rest in memory and writes it once there is room', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reality-store-'));
    try {
      // A limit on the size of files fails writes as a full disk does: the last one is cut short, further ones refused.
      const command = `trap '' XFSZ; ulimit -S -f 20; exec "$0" "$@"`;
      const writer = startWriter(['bash', '-c', command, process.execPath, WRITER, 'full', folder, '']);
      const seen = await writer.nextLine();
      const path = /"path":"([^"]*)"/u.exec(seen)?.[1] ?? '';
      assert.match(seen, /"full":"(only \d+ of \d+ bytes could be written[^"]*|EFBIG[^"]*)","records":50/u);
      const before = readRun(path);
      assert.deepEqual(before.damage, [], 'the file ends with a whole line');
      assert.ok(before.records.length > 5 && before.records.length < 50);
      execFileSync('prlimit', ['--pid', String(writer.child.pid), '--fsize=unlimited']);
      assert.equal(await writer.nextLine(), '{"error":"none"}');
      await once(writer.child, 'exit');
      const after = readRun(path);
      assert.deepEqual(after.damage, []);
      assert.deepEqual(
        after.records.slice(0, 50).map(({ event }) => (event.kind === 'test-ended' ? event.ordinal : -1)),
        Array.from({ length: 50 }, (_, index) => index),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
