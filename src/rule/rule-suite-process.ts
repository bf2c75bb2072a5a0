import { configuredName, oneLine } from '#domain';
import type { Effect, Evidence, Reason } from '#domain';
import { cite } from '#case';
import { rerun, suiteKey } from './rule.ts';
import type { Rule } from './rule.ts';

interface Decisive {
  readonly title: (suite: string) => string;
  readonly action: string;
}

/** Ends of the suite's own process that only the suite, its engine or the host can bring about, whatever the components did. */
const DECISIVE: Readonly<Partial<Record<Reason, Decisive>>> = {
  'no-tests': {
    title: (suite) => `${suite} holds no test`,
    action: 'add a test, correct the file name, or remove the suite',
  },
  'exit-early': {
    title: (suite) => `${suite} ended its process before its tests were done`,
    action: 'remove the call that ends the process inside the suite',
  },
  'output-limit': {
    title: (suite) => `${suite} printed more than its limit`,
    action: 'print less, or raise limits.maxOutput',
  },
  'memory-limit': {
    title: (suite) => `${suite} used more memory than its limit`,
    action: 'use less memory in the suite, or raise limits.maxMemory',
  },
  'process-limit': {
    title: (suite) => `${suite} started more processes than its limit`,
    action: 'start fewer processes in the suite, or raise limits.maxProcesses',
  },
  'disk-limit': {
    title: (suite) => `${suite} filled the disk`,
    action: 'write less in the suite, or give the temporary folder more room',
  },
  spawn: {
    title: (suite) => suite,
    action: 'correct the command, or install the program that it names',
  },
  harness: {
    title: (suite) => `the harness failed while it ran ${suite}`,
    action: 'report this with the run folder: it is a fault of the harness',
  },
};

/** The process of the suite, not the service, is what went wrong. */
export const ruleSuiteProcess: Rule = {
  id: 'suite-process',
  sentence:
    'A suite that holds no test, ends itself early, cannot be started, or breaks a limit of output, memory, processes or disk is mended in the suite or on the host.',
  otherwise: 'if the process of the suite had come to its own end within its limits, its tests would be judged',
  decide: (effect, facts) => {
    const { reason, suite, seq } = effect;
    const found = reason === undefined ? undefined : DECISIVE[reason];
    if (reason === undefined || found === undefined) return undefined;
    const { planned } = suite;
    return {
      heading: 'TEST_ARTIFACT',
      signature: `${reason}|${configuredName(planned)}`,
      title: `${found.title(configuredName(planned))}: ${oneLine(effect.failure.message, 200)}`,
      evidence: [cite(seq, reason), ...citeEnd(effect), ...citeLog(effect)],
      remedy: { action: found.action, where: suiteKey(planned), verify: rerun(planned, facts) },
      against: [],
    };
  },
};

// Suite and attempt tell it each by a line of its own.
function citeEnd({ attempt, seq }: Effect): readonly Evidence[] {
  return attempt === undefined || attempt.seq === seq ? [] : [cite(attempt.seq, 'end of the process')];
}

function citeLog({ attempt }: Effect): readonly { kind: 'log'; file: string; line: number; text: string }[] {
  const log = attempt?.end?.log ?? '';
  return log === '' ? [] : [{ kind: 'log', file: log, line: 1, text: 'output of the suite' }];
}
