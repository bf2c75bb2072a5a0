import type { MockUse } from '#domain';

/** One way in which a variable says that a program shall not do the real thing. */
interface Switch {
  readonly fits: (name: string, value: string) => boolean;
  /** What such a variable does, for the report. */
  readonly does: string;
}

const OFF = new Set(['', '0', 'false', 'off', 'no', 'none', 'disabled', 'never']);
const ON = new Set(['1', 'true', 'on', 'yes', 'enabled']);
/** Names of environments, and of what stands in for a real part. */
const TEST_ENVIRONMENT = /^(test|tests|testing|unittest|mock|mocked|fake)$/iu;
const STAND_IN = /^(mock|mocks|mocked|fake|faked|stub|stubbed|dummy|simulated|simulator|simulation|noop|in-?memory)$/iu;
const WORD =
  /(?:^|_)(MOCK|MOCKS|MOCKED|MOCKING|FAKE|FAKES|FAKED|STUB|STUBS|STUBBED|DUMMY|SIMULATE|SIMULATED|SIMULATOR|SIMULATION)(?:_|$)/u;
/** `FORBID_MOCKS`, `NO_FAKE_DATA`: the word is there to be forbidden. */
const FORBIDDEN_WORD =
  /(?:^|_)(FORBID|FORBIDDEN|NO|NOT|DISABLE|DISABLED|DENY|DISALLOW|WITHOUT|REJECT|BLOCK)_(?:\w+_)?(?:MOCK|FAKE|STUB|DUMMY|SIMULAT)/u;

/** All of them, in the order in which they are asked. */
const SWITCHES: readonly Switch[] = [
  {
    fits: (name, value) => /^FAKETIME(?:_|$)/u.test(name) || (name === 'LD_PRELOAD' && /faketime/iu.test(value)),
    does: 'it gives the program a false clock',
  },
  {
    fits: (name, value) =>
      /(?:^|_)(ENV|ENVIRONMENT|PROFILE|PROFILES_ACTIVE)$/u.test(name) && TEST_ENVIRONMENT.test(value),
    does: 'programs leave out or replace parts of themselves in the environment of tests',
  },
  {
    fits: (name, value) => WORD.test(name) && !FORBIDDEN_WORD.test(name) && !OFF.has(value),
    does: 'its name says that something stands in for a real part',
  },
  {
    fits: (_name, value) => STAND_IN.test(value),
    does: 'its value says that something stands in for a real part',
  },
  {
    fits: (name, value) => /(?:^|_)(TEST_?MODE|TESTING|IS_TEST|UNDER_TEST|UNIT_?TEST)$/u.test(name) && !OFF.has(value),
    does: 'it tells the program that it is being tested',
  },
  {
    fits: (name, value) => /(?:^|_)TEST$/u.test(name) && ON.has(value),
    does: 'it tells the program that it is being tested',
  },
  {
    fits: (name, value) => /(?:^|_)DRY_?RUN(?:_|$)/u.test(name) && !OFF.has(value),
    does: 'a dry run does not do what it says',
  },
  {
    fits: (name, value) =>
      /(?:^|_)(DISABLE|DISABLED|SKIP|NO|WITHOUT|BYPASS)_(HARDWARE|DEVICES?|CAMERAS?|FFMPEG|MEDIAMTX|NETWORK|DATABASE|DB|BACKEND)(?:_|$)/u.test(
        name,
      ) && !OFF.has(value),
    does: 'it takes away what the tests are about',
  },
  {
    fits: (name, value) =>
      /(?:^|_)(HARDWARE|DEVICES?|CAMERAS?|BACKEND)_(DISABLED|BYPASS)(?:_|$)/u.test(name) && ON.has(value),
    does: 'it takes away what the tests are about',
  },
  {
    fits: (name, value) => /(?:^|_)(USE_)?IN_?MEMORY(?:_|$)/u.test(name) && ON.has(value),
    does: 'something in memory stands in for a real store',
  },
];

const MAX_VALUE_CHARACTERS = 60;

/** Variables of a service by which it may be told not to do the real thing: listed, and for people to judge. `show` hides secrets. */
export function findTestSwitches(
  component: string,
  env: Readonly<Record<string, string>>,
  show: (text: string) => string,
): readonly MockUse[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const met = SWITCHES.find(({ fits }) => fits(name.toUpperCase(), value.trim().toLowerCase()));
    if (met === undefined) return [];
    const shown = show(value).slice(0, MAX_VALUE_CHARACTERS);
    return [
      {
        rule: 'test-switch',
        by: 'contact',
        verdict: 'warn',
        what: `${component}: ${name}`,
        sentence: `${component} runs with ${name}=${shown}: ${met.does}`,
        mend: 'start the service as it is started in production, or say in the report why this variable changes nothing',
      },
    ];
  });
}
