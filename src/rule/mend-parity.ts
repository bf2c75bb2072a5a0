import type { Failure, ParityRow, ParitySide } from '#domain';

interface Hint {
  readonly pattern: RegExp;
  readonly action: string;
}

/** What frameworks say when a file works as a program and not as a test; looked at when the verdict stands, for the advice alone. */
const HINTS: readonly Hint[] = [
  {
    pattern: /async_generator|coroutine/u,
    action:
      'the test was handed the generator of its fixture instead of what it yields: declare the fixture with @pytest_asyncio.fixture, or set asyncio_mode = auto',
  },
  {
    pattern: /fixture '[^']*' not found/u,
    action: 'define the fixture where the framework looks for it (conftest.py), or take the argument away',
  },
  {
    pattern: /async def functions are not natively supported|no running event loop|event loop is closed/iu,
    action: 'let the framework run coroutines (pytest-asyncio, anyio), with a loop that lives as long as the fixture',
  },
];

const NOTHING_COLLECTED =
  'give the framework what it collects: files test_*.py or *_test.py, functions test_*, classes Test* without __init__';

/** Of several failures the one that says most; of tests that share a broken fixture only some name it. */
function findTelling({
  failure,
  failures = [],
}: ParitySide): { readonly failure: Failure; readonly hint: Hint } | undefined {
  for (const one of [...failures, ...(failure === undefined ? [] : [failure])]) {
    const hint = HINTS.find(({ pattern }) => pattern.test(one.message));
    if (hint !== undefined) return { failure: one, hint };
  }
  return undefined;
}

/** The failure to quote for a whole file. */
export function quoteParity(side: ParitySide): Failure | undefined {
  return findTelling(side)?.failure ?? side.failures?.[0] ?? side.failure;
}

/** What to do about a test that works in one way only. */
export function mendParity({ verdict, unit, together }: ParityRow): string {
  if (unit === 'file' && together.tests.length === 0) return NOTHING_COLLECTED;
  const told = verdict === 'alone-only' ? findTelling(together)?.hint : undefined;
  if (told !== undefined) return told.action;
  if (verdict === 'together-only')
    return 'let it make by itself what an earlier test of the suite leaves behind for it';
  if (unit === 'file')
    return 'find what the framework does otherwise than the file itself: fixtures, order, working directory, event loop';
  return 'find what the tests before it leave behind in the process (modules, variables, open ports), and undo it there';
}
