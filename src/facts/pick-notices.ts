import { present } from '#domain';
import { findWindow, makeFact } from './exchange-fact.ts';
import type { ExchangeContext, PickedExchange } from './exchange-fact.ts';
import { makeCredentialHider } from './hide-credentials.ts';
import type { Exchange } from './read-exchanges.ts';
import type { TestWindow } from './test-window.ts';

/** Of each red test. */
const PER_TEST = 8;

/** What was told unasked while a red test ran, whoever was told; and before that, what its failure names, on the connections that it used. */
export function pickNotices(
  notices: readonly Exchange[],
  exchanges: readonly Exchange[],
  context: ExchangeContext,
): readonly PickedExchange[] {
  const red = context.windows.filter(({ isRed }) => isRed);
  const hide = makeCredentialHider(context.clean);
  const placed = notices.map((exchange) => ({ exchange, window: findWindow(exchange, context) }));
  return red.flatMap((window) => {
    const used = listUsed(window, exchanges, context);
    const own = placed.filter(
      (one) => one.window === window || (isNamed(one.exchange, window) && isEarlier(one.exchange, window, used)),
    );
    return lastFew(
      own.map(({ exchange }) => exchange),
      window,
    ).map((exchange) => ({
      ordinal: window.ordinal,
      fact: { ...makeFact(exchange, window, { ...context, hide }), ...present({ connection: exchange.connection }) },
    }));
  });

  function isEarlier({ connection, atMs }: Exchange, window: TestWindow, used: ReadonlySet<string>): boolean {
    return connection !== undefined && used.has(connection) && atMs - context.zeroMs < window.fromMs;
  }
}

function listUsed(window: TestWindow, exchanges: readonly Exchange[], context: ExchangeContext): ReadonlySet<string> {
  const own = exchanges.filter((one) => one.connection !== undefined && findWindow(one, context) === window);
  return new Set(own.flatMap(({ connection }) => connection ?? []));
}

function isNamed({ method }: Exchange, { wanted = '' }: TestWindow): boolean {
  return wanted.includes(method);
}

// Those that the failure names first: a service may tell many things besides.
function lastFew(own: readonly Exchange[], window: TestWindow): readonly Exchange[] {
  const named = own.filter((one) => isNamed(one, window)).slice(-PER_TEST);
  const room = PER_TEST - named.length;
  const others = room === 0 ? [] : own.filter((one) => !isNamed(one, window)).slice(-room);
  return [...named, ...others].toSorted((one, other) => one.atMs - other.atMs);
}
