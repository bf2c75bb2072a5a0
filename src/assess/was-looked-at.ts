import type { Assessment, Cause } from '#domain';

type Look = (after: Assessment, suite: string) => boolean;

/** Rules whose causes are seen only by who looks for them: not to find one again says something only where it was looked for. */
const LOOKS: ReadonlyMap<string, Look> = new Map<string, Look>([
  ['mock-violation', isGuarded],
  ['unguarded-pass', isGuarded],
  ['hollow-pass', ({ realness }, suite) => realness.some((one) => one.suite === suite && one.edges.length > 0)],
  [
    'unplugged-pass',
    ({ state }, suite) => state.unplugged.some((one) => one.suite === suite && one.result !== 'not-done'),
  ],
  ['undeclared-need', ({ state }, suite) => state.independence.some((one) => one.suite === suite)],
]);

/** False where the later run did not look at all for what the cause is about: then its absence is no cure. */
export function wasLookedAt({ rules, suites }: Cause, after: Assessment): boolean {
  const units = new Set(
    after.state.suites.filter(({ planned }) => planned.lane === 'unit').map(({ planned }) => planned.name),
  );
  // Whoever moves a suite to lane unit has answered the question.
  const asked = suites.filter((name) => !units.has(name));
  return rules.every((rule) => asked.every((suite) => LOOKS.get(rule)?.(after, suite) !== false));
}

function isGuarded({ realness }: Assessment, suite: string): boolean {
  const state = realness.find((one) => one.suite === suite)?.guard?.state;
  return state !== undefined && state !== 'off';
}
