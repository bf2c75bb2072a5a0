import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { noteSeen, refreshSeen } from './history.ts';
import type { History } from './owned-tree.ts';
import { readArgv, readStat } from './read-process.ts';

/** Moves the end of its own command line to its beginning: what the kernel shows in an exec and at the end (man 2 PR_SET_MM_MAP). */
const TAKES_WORDS_AWAY = `
import ctypes, struct, sys
libc = ctypes.CDLL(None)
libc.sbrk.restype = ctypes.c_void_p
with open('/proc/self/stat') as file:
    fields = [0] * 3 + file.read().rsplit(')', 1)[1].split()[1:]
at = lambda number: int(fields[number - 1])
words = [at(48), at(48), at(50), at(51)]
memory = [at(26), at(27), at(45), at(46), at(47), libc.sbrk(0), at(28), *words, 0]
told = struct.pack('=12Q2I', *memory, 0, 0xffffffff)
print('ready', flush=True)
sys.stdin.readline()
print(libc.prctl(35, 14, told, ctypes.c_ulong(len(told)), ctypes.c_ulong(0)), flush=True)
sys.stdin.readline()
`;
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

describe('what stays known of a process', () => {
  it('is what it was called, when its words can no longer be read', async function () {
    if (spawnSync('python3', ['--version']).status !== 0) {
      leaveOut(this, 'no python3 here');
    }
    const child = spawn('python3', ['-c', TAKES_WORDS_AWAY, 'first'], { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      assert.equal((await lines.next()).value, 'ready');
      const stat = readStat(child.pid ?? 0);
      assert.ok(stat !== undefined);
      const history: History = { variable: 'X=', records: [], more: 0 };
      const record = noteSeen(history, stat);
      assert.ok(record !== undefined);
      const { argv } = record;
      assert.ok(argv.includes('first'));
      child.stdin.write('go on\n');
      if ((await lines.next()).value !== '0') {
        leaveOut(this, 'this kernel lets no program move its own command line (PR_SET_MM_MAP)');
      }
      assert.deepEqual(readArgv(stat.pid), []);
      refreshSeen(history, record, stat);
      assert.deepEqual(record.argv, argv);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
