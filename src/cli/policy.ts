import { LANES } from '#domain';
import type { Config, Plan, Policy } from '#domain';
import { GUARD_GEAR } from '#guard';

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
    mocks: describeMockPolicy(config, plan),
    keep: config.run.keep,
    limits: config.limits,
  };
}

const NOT_CHECKED = 'not checked';

/** What is done about mocks; what came of it stands beside it in every report. Begins with `not checked` where nothing is done. */
function describeMockPolicy({ guard, allow = [] }: Config, { suites }: Plan): string {
  const lanes = LANES.filter((lane) => lane !== 'unit' && suites.some((suite) => suite.lane === lane));
  if (lanes.length === 0) return `${NOT_CHECKED}: only suites of lane unit were selected, which may use them`;
  const means = [
    { isOn: guard?.mode !== 'off', text: `guard ${GUARD_GEAR.version} in Node and Python` },
    { isOn: guard?.scan !== 'off', text: 'scan of the files' },
  ];
  if (!means.some(({ isOn }) => isOn)) return `${NOT_CHECKED}: guard and scan are switched off`;
  const told = means.map(({ isOn, text }) => (isOn ? text : `no ${text}`)).join(', ');
  const tolerated = allow.length > 0 ? `; allowed for all: ${allow.map(({ what }) => what).join(', ')}` : '';
  return `forbidden in ${lanes.join(', ')}: ${told}${tolerated}`;
}
