import { BLIND_FAULTS } from './faults-blind.ts';
import { FRESH_FAULTS } from './faults-fresh.ts';
import { HOST_FAULTS } from './faults-host.ts';
import { INTERFACE_FAULTS } from './faults-interface.ts';
import { ORDERS_FAULTS } from './faults-orders.ts';
import { REQUIREMENT_FAULTS } from './faults-requirement.ts';
import { SERVICE_FAULTS } from './faults-service.ts';
import { TEST_FAULTS } from './faults-test.ts';
import type { Fault } from './fault.ts';

const SINGLE: readonly Fault[] = [
  ...SERVICE_FAULTS,
  ...INTERFACE_FAULTS,
  ...TEST_FAULTS,
  ...HOST_FAULTS,
  ...REQUIREMENT_FAULTS,
];

/** Two at once: each must be found, and neither may hide the other. */
const PAIRS: readonly Fault[] = [pair('06', '09'), pair('06', '26'), pair('09', '61'), pair('10', '63')];

/** Nothing is wrong: whatever is said then is a false alarm. */
const HEALTHY: readonly Fault[] = [
  healthy('00a', ['startup', 'rate-limit']),
  healthy('00b', ['discovery']),
  healthy('00c', ['recording']),
  healthy('00d', ['control', 'smoke-websocket']),
  healthy('00e', ['recovery']),
];

export const FAULTS: readonly Fault[] = [
  ...SINGLE,
  ...ORDERS_FAULTS,
  ...FRESH_FAULTS,
  ...BLIND_FAULTS,
  ...PAIRS,
  ...HEALTHY,
];

function pair(one: string, other: string, suites?: readonly string[]): Fault {
  const faults = [one, other].map((id) => {
    const found = SINGLE.find((fault) => fault.id === id);
    if (found === undefined) throw new Error(`no fault ${id}`);
    return found;
  });
  return {
    id: faults.map(({ id }) => id).join('+'),
    what: faults.map(({ what }) => what).join(' · '),
    expected: faults.flatMap(({ expected }) => expected),
    suites: suites ?? [...new Set(faults.flatMap((fault) => fault.suites))],
    edits: faults.flatMap(({ edits = [] }) => edits),
    files: Object.fromEntries(faults.flatMap(({ files = {} }) => Object.entries(files))),
    change: (config, place) => {
      for (const fault of faults) fault.change?.(config, place);
    },
  };
}

function healthy(id: string, suites: readonly string[]): Fault {
  return { id, what: 'nothing is wrong', expected: [], suites };
}
