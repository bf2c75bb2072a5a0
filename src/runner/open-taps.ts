import { openTapHub } from '#contact';
import type { TapHub } from '#contact';
import type { Config, Emit, Lane, SuiteSpec } from '#domain';
import { findSpec, worldOf } from './make-plan.ts';
import type { RunRequest } from './types.ts';

/** A unit test touches nothing that would be worth a look. */
const UNWATCHED: readonly Lane[] = ['unit'];

/** True where relays stand between the parts of a suite's world. */
export function wantsTaps({ run }: Config, spec: SuiteSpec): boolean {
  return run.tap !== false && spec.tap !== false && isWatched(spec);
}

/** True where contact is asked of a suite, by relays or without them. */
export function isWatched({ lane }: Pick<SuiteSpec, 'lane'>): boolean {
  return !UNWATCHED.includes(lane);
}

export interface Taps {
  readonly taps: () => TapHub | undefined;
  readonly close: () => Promise<void>;
}

/** Started at once where any suite will want it: it is up before the first world has its ports. */
export function openTaps({ config, plan }: RunRequest, emit: Emit): Taps {
  const wanted = plan.suites.filter((suite) => worldOf(suite).length > 0).map((suite) => findSpec(config, suite));
  if (!wanted.some((spec) => wantsTaps(config, spec))) return { taps: () => undefined, close: async () => undefined };
  const hub = openTapHub();
  let isLost = false;
  const watch = async (): Promise<void> => {
    const why = await hub.lost;
    isLost = true;
    const text = `the relays between the parts of the worlds have died, and with them every connection: ${why}`;
    emit({ kind: 'incident-opened', incident: { ...BY_US, id: 'taps-lost', text } });
  };
  void watch();
  return { taps: () => (isLost ? undefined : hub), close: hub.close };
}

const BY_US = { kind: 'harness-fault', world: '', logTail: '', evidence: [], intended: false } as const;
