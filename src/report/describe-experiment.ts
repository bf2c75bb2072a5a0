import type { RunState } from '#domain';

type Made = RunState['experiments'][number];

const WHAT: Readonly<Record<Made['experiment'], string>> = {
  'rerun-alone': 'run alone in fresh worlds',
  'longer-limit': 'run alone with three times its limits',
  replay: 'asked again by a client of our own',
  'probe-dependency': 'each component probed by itself',
};

const RESULT: Readonly<Record<Made['experiment'], Readonly<Partial<Record<Made['result'], string>>>>> = {
  'rerun-alone': {
    passed: 'passed',
    same: 'the same failure',
    mixed: 'now passed, now failed',
    different: 'another failure',
  },
  'longer-limit': { passed: 'passed', same: 'the same failure', different: 'another failure' },
  replay: { passed: 'answered, although the test was not', same: 'the same answer', different: 'another answer' },
  'probe-dependency': { passed: 'all are well', same: 'not well by itself either' },
};

/** `run alone in fresh worlds: the same failure`. */
export function describeExperiment(experiment: Made['experiment'], result: Made['result']): string {
  return `${WHAT[experiment]}: ${RESULT[experiment][result] ?? result}`;
}
