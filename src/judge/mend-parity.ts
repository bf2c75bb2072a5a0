import type { ParityRow } from '#domain';

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

/** What to do about a test that works in one way only. */
export function mendParity({ verdict, unit, together }: ParityRow): string {
  if (unit === 'file' && together.tests.length === 0) return NOTHING_COLLECTED;
  const text = together.failure?.message ?? '';
  const hint = verdict === 'alone-only' ? HINTS.find(({ pattern }) => pattern.test(text)) : undefined;
  if (hint !== undefined) return hint.action;
  if (verdict === 'together-only')
    return 'let it make by itself what an earlier test of the suite leaves behind for it';
  return 'find what the tests before it leave behind in the process (modules, variables, open ports), and undo it there';
}
