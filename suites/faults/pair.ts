import type { Fault } from './fault.ts';

/** Two faults of one service at once: each must be found, and neither may hide the other. */
export function pair(faults: readonly Fault[], ids: readonly [string, string]): Fault {
  const both = ids.map((id) => {
    const found = faults.find((fault) => fault.id === id);
    if (found === undefined) throw new Error(`no fault ${id}`);
    return found;
  });
  const [service] = both.map((fault) => fault.service);
  return {
    id: ids.join('+'),
    what: both.map(({ what }) => what).join(' · '),
    ...(service !== undefined && { service }),
    expected: both.flatMap(({ expected }) => expected),
    suites: [...new Set(both.flatMap((fault) => fault.suites))],
    edits: both.flatMap(({ edits = [] }) => edits),
    files: Object.fromEntries(both.flatMap(({ files = {} }) => Object.entries(files))),
    change: (config, place) => {
      for (const fault of both) fault.change?.(config, place);
    },
  };
}

/** Two that somebody signed for. */
export function signedPair(faults: readonly Fault[], ids: readonly [string, string], why: string): Fault {
  return { ...pair(faults, ids), signed: { why, cites: `What is cited for ${ids.join(' and for ')}.` } };
}
