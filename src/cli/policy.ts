import type { Config, Plan, Policy } from '#domain';

/** What holds together processes and worlds on this host; the promise of an empty machine afterwards depends on it. */
const CONTAINMENT = 'sessions + watchdog + marker, descent and open-file sweep';

/** The policy in force, for the journal and every report. */
export function makePolicy(config: Config, plan: Plan): Policy {
  return {
    scope: plan.scope,
    workers: plan.workers,
    retries: Math.max(0, ...plan.suites.map((suite) => suite.retries)),
    repeatEach: config.run.repeatEach,
    containment: CONTAINMENT,
    mocks: 'not checked',
    keep: config.run.keep,
    limits: config.limits,
  };
}
