import type { Reason } from '#domain';
import { cite, rerun } from './rule.ts';
import type { Rule } from './rule.ts';

interface Decisive {
  readonly title: (suite: string) => string;
  readonly action: string;
}

/** Ends of the suite's own process that only the suite, its engine or the host can bring about. */
const DECISIVE: Readonly<Partial<Record<Reason, Decisive>>> = {
  collection: {
    title: (suite) => `${suite} could not be loaded`,
    action: 'mend the error that loading the file raised',
  },
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
  'host-need': {
    title: (suite) => `${suite} needs something this host lacks`,
    action: 'install what the sentence names',
  },
  spawn: {
    title: (suite) => `${suite} could not be started`,
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
    'A suite that cannot be loaded, holds no test, ends itself early, breaks a limit or lacks a host need is mended in the suite or on the host.',
  decide: (effect) => {
    const found = effect.reason === undefined ? undefined : DECISIVE[effect.reason];
    if (found === undefined) return undefined;
    const suite = effect.suite.planned.name;
    return {
      heading: 'TEST_ARTIFACT',
      signature: `${effect.reason ?? ''}|${suite}`,
      title: withDetail(found.title(suite), effect.failure?.message),
      evidence: [cite(effect.seq, effect.reason ?? 'end of the suite')],
      remedy: { action: found.action, where: `suites.${suite}`, verify: rerun(suite) },
      against: [],
    };
  },
};

function withDetail(title: string, message: string | undefined): string {
  const first = message?.split('\n')[0]?.trim() ?? '';
  return first === '' ? title : `${title}: ${first}`;
}
