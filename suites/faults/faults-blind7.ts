import type { Fault } from './fault.ts';
import { BLIND7_CAMERA_FAULTS } from './faults-blind7-cameras.ts';
import { BLIND7_LEDGER_FAULTS } from './faults-blind7-ledger.ts';
import { BLIND7_ORDERS_FAULTS } from './faults-blind7-orders.ts';
import { BLIND7_PARCELS_FAULTS } from './faults-blind7-parcels.ts';
import { signedPair } from './pair.ts';

const SINGLE: readonly Fault[] = [
  ...BLIND7_CAMERA_FAULTS,
  ...BLIND7_ORDERS_FAULTS,
  ...BLIND7_LEDGER_FAULTS,
  ...BLIND7_PARCELS_FAULTS,
];

/** Seventh blind part: what happens most, thought of from the work of teams. */
export const BLIND7_FAULTS: readonly Fault[] = [
  ...SINGLE,
  signedPair(
    SINGLE,
    ['p13', 'p17'],
    'One suite is told of a method that nobody used, the other has nothing left to ask for.',
  ),
];
