import assert from 'node:assert/strict';
import { attest } from './attest.ts';
import type { WitnessedProcess } from './attest.ts';
import type { GuardLedger } from './read-ledger.ts';

const NODE = '/usr/bin/node';
const PYTHON = '/usr/bin/python3.11';

/** Process 1 is that of the engine. */
function seen(pid: number, executable: string, more: Partial<WitnessedProcess> = {}): WitnessedProcess {
  const argv = [executable, 'main.js'];
  const base = { pid, startTime: pid * 10, parentPid: 1, argv, executable, stackStart: String(pid) };
  return { ...base, isCarrier: true, cpuTicks: 50, ...more };
}

function armed(...pids: readonly number[]): GuardLedger['armed'] {
  return pids.map((pid) => ({ pid, startTime: pid * 10, runtime: 'node 20.20.0', program: 'node main.js' }));
}

interface Case {
  readonly title: string;
  readonly processes: readonly WitnessedProcess[];
  readonly ledger?: Partial<GuardLedger>;
  /** What the engine started; absent = Node. */
  readonly program?: string;
  readonly state: string;
  readonly note: RegExp;
}

const CASES: readonly Case[] = [
  {
    title: 'every process said so',
    processes: [seen(1, NODE), seen(2, NODE)],
    ledger: { armed: armed(1, 2) },
    state: 'armed',
    note: /^2 processes armed$/u,
  },
  {
    title: 'programs that have no guard beside a guarded suite',
    processes: [seen(1, NODE), seen(2, '/usr/bin/ffprobe'), seen(3, '/bin/dash')],
    ledger: { armed: armed(1) },
    state: 'armed',
    note: /also ran ffprobe, dash, for which there is no guard$/u,
  },
  {
    title: 'a child that dropped its environment',
    processes: [seen(1, NODE), seen(2, NODE, { isCarrier: false, cpuTicks: 1 })],
    ledger: { armed: armed(1) },
    state: 'unguarded',
    note: /^1 process ran without the guard: node main\.js \(pid 2\)$/u,
  },
  {
    title: 'a child that dropped its environment and was waited for, told once',
    processes: [seen(1, NODE), seen(2, NODE, { isCarrier: false })],
    ledger: { armed: armed(1), spawned: [{ pid: 1, child: 0, program: NODE, args: [], guarded: false }] },
    state: 'unguarded',
    note: /^1 process ran without the guard: node main\.js \(pid 2\)$/u,
  },
  {
    title: 'a child that carried the policy and lost what arms it, and lived shortly: its parent knows',
    processes: [seen(1, NODE), seen(2, NODE, { cpuTicks: 1 })],
    ledger: { armed: armed(1), spawned: [{ pid: 1, child: 2, program: NODE, args: ['a.js'], guarded: false }] },
    state: 'unguarded',
    note: /^1 process ran without the guard: node \(pid 2\)$/u,
  },
  {
    title: 'the same, only asked for its version',
    processes: [seen(1, NODE), seen(2, NODE, { cpuTicks: 1, argv: [NODE, '--version'] })],
    ledger: { armed: armed(1), spawned: [{ pid: 1, child: 2, program: NODE, args: ['--version'], guarded: false }] },
    state: 'armed',
    note: /^1 process armed$/u,
  },
  {
    title: 'a process that was armed and became another program without the guard',
    processes: [seen(1, NODE), seen(2, NODE)],
    ledger: { armed: armed(1, 2), spawned: [{ pid: 2, child: 2, program: NODE, args: ['a.js'], guarded: false }] },
    state: 'unguarded',
    note: /^1 process ran without the guard: node \(pid 2\)$/u,
  },
  {
    title: 'a second copy of the service under test',
    processes: [
      seen(1, NODE),
      seen(2, NODE, { argv: ['/usr/bin/node', 'service.js', '--port', '1'], isCarrier: false }),
    ],
    ledger: { armed: armed(1), spawned: [{ pid: 1, child: 2, program: NODE, args: [], guarded: false }] },
    state: 'armed',
    note: /it started 1 copy of a service under test, which nobody guards$/u,
  },
  {
    title: 'a second copy of the service under test, met in the instant of its exec only',
    processes: [seen(1, NODE), seen(2, NODE, { argv: [], isCarrier: false, cpuTicks: 0, stackStart: '0' })],
    ledger: {
      armed: armed(1),
      spawned: [{ pid: 1, child: 2, program: NODE, args: ['service.js', '--port', '1'], guarded: false }],
    },
    state: 'armed',
    note: /^1 process armed$/u,
  },
  {
    title: 'a child met in the instant of its exec, of which its parent says that it dropped the guard',
    processes: [seen(1, NODE), seen(2, NODE, { argv: [], isCarrier: false, cpuTicks: 0, stackStart: '0' })],
    ledger: { armed: armed(1), spawned: [{ pid: 1, child: 2, program: NODE, args: ['x.js'], guarded: false }] },
    state: 'unguarded',
    note: /^1 process ran without the guard: node \(pid 2\)$/u,
  },
  {
    title: 'a child met as the shell that becomes it, of which its parent says that it dropped the guard',
    processes: [seen(1, PYTHON), seen(2, '/bin/dash', { argv: ['sh', '-c', 'env -i python3 x.py'] })],
    ledger: {
      armed: armed(1).map((line) => ({ ...line, runtime: 'python 3.11.7' })),
      spawned: [{ pid: 1, child: 2, program: 'python3', args: [], guarded: false }],
    },
    state: 'unguarded',
    note: /^1 process ran without the guard: python3 \(pid 2\)$/u,
  },
  {
    title: 'a child that worked for long and never showed a word',
    processes: [seen(1, NODE), seen(2, NODE, { argv: [], isCarrier: false })],
    ledger: { armed: armed(1) },
    state: 'unguarded',
    note: /^1 process ran without the guard: node \(pid 2\)$/u,
  },
  {
    title: 'what only begins as the service does',
    processes: [seen(1, NODE), seen(2, NODE, { argv: ['/usr/bin/node', 'service.js'], isCarrier: false })],
    ledger: { armed: armed(1) },
    state: 'unguarded',
    note: /pid 2/u,
  },
  {
    title: 'a process that got the number of one that was armed',
    processes: [seen(1, NODE), seen(2, NODE, { startTime: 21 })],
    ledger: { armed: armed(1, 2) },
    state: 'unguarded',
    note: /pid 2/u,
  },
  {
    title: 'an armed Python that became another program, which is not',
    processes: [seen(1, NODE), seen(2, NODE)],
    ledger: { armed: [...armed(1), { pid: 2, startTime: 20, runtime: 'python 3.11.2', program: 'python3 a.py' }] },
    state: 'unguarded',
    note: /pid 2/u,
  },
  {
    title: 'a child that was gone before it could run a line',
    processes: [seen(1, NODE), seen(2, NODE, { cpuTicks: 1 })],
    ledger: { armed: armed(1) },
    state: 'armed',
    note: /^1 process armed$/u,
  },
  {
    title: 'a fork that never became another program',
    processes: [seen(1, PYTHON, { stackStart: '99' }), seen(2, PYTHON, { stackStart: '99' })],
    ledger: { armed: [{ pid: 1, startTime: 10, runtime: 'python 3.11.2', program: 'python3 -m pytest' }] },
    state: 'armed',
    note: /^1 process armed$/u,
  },
  {
    title: 'a child that was only asked for its version',
    processes: [seen(1, NODE), seen(2, NODE, { argv: ['node', '--version'], isCarrier: false })],
    ledger: { armed: armed(1) },
    state: 'armed',
    note: /^1 process armed$/u,
  },
  {
    title: 'a child that nobody saw from outside, and whose parent told of it',
    processes: [seen(1, NODE)],
    ledger: { armed: armed(1), spawned: [{ pid: 1, child: 5, program: NODE, args: [], guarded: false }] },
    state: 'unguarded',
    note: /node \(pid 5\)/u,
  },
  {
    title: 'a shell that was started without the guard, for which there is none',
    processes: [seen(1, NODE)],
    ledger: { armed: armed(1), spawned: [{ pid: 1, child: 5, program: '/bin/sh', args: [], guarded: false }] },
    state: 'armed',
    note: /^1 process armed$/u,
  },
  {
    title: 'a shell script',
    processes: [seen(1, '/usr/bin/bash')],
    state: 'no-guard',
    note: /^bash runs the suite, and there is no guard for it$/u,
  },
  {
    title: 'a shell script that starts guarded programs',
    processes: [seen(1, '/usr/bin/bash'), seen(2, NODE)],
    ledger: { armed: armed(2) },
    state: 'no-guard',
    note: /1 process below it armed$/u,
  },
  {
    title: 'a shell script that starts one that is not guarded',
    processes: [seen(1, '/usr/bin/bash'), seen(2, NODE, { isCarrier: false })],
    state: 'unguarded',
    note: /pid 2/u,
  },
  { title: 'a ledger that somebody removed', processes: [seen(1, NODE)], state: 'unguarded', note: /pid 1/u },
  {
    title: 'a script that was gone before anybody saw it',
    processes: [],
    program: 'bash',
    state: 'no-guard',
    note: /^bash runs the suite/u,
  },
  { title: 'nobody who was seen or spoke', processes: [], state: 'unguarded', note: /^no process of the suite said/u },
];

describe('attestation', () => {
  for (const { title, processes, ledger, program = NODE, state, note } of CASES) {
    it(`${state}: ${title}`, () => {
      const whole = { armed: [], mocks: [], spawned: [], listening: [], damaged: 0, ...ledger };
      const found = attest({
        services: [['node', 'service.js', '--port', '1']],
        version: 1,
        ledger: whole,
        processes,
        root: { pid: 1, program },
      });
      assert.equal(found.state, state);
      assert.match(found.note, note);
    });
  }

  it('names no more processes than a line of the journal holds', () => {
    const many = Array.from({ length: 500 }, (_, index) => seen(index + 1, NODE, { isCarrier: false }));
    const ledger = { armed: armed(...many.map(({ pid }) => pid)), mocks: [], spawned: [], listening: [], damaged: 0 };
    const all = attest({
      version: 1,
      ledger: { ...ledger, armed: [] },
      processes: many,
      root: { pid: 1, program: NODE },
      services: [],
    });
    assert.ok(JSON.stringify(all).length < 3000);
    assert.match(all.note, /^500 processes .* and 497 more$/u);
    assert.ok(
      JSON.stringify(
        attest({
          services: [['node', 'service.js', '--port', '1']],
          version: 1,
          ledger,
          processes: many,
          root: { pid: 1, program: NODE },
        }),
      ).length < 3000,
    );
  });
});
