import { present } from '#domain';
import type { ExchangeFact } from '#domain';
import type { HideCredentials } from './hide-credentials.ts';
import type { Exchange } from './read-exchanges.ts';
import type { SignatureFinder } from './read-token.ts';
import { windowAt } from './test-window.ts';
import type { TestWindow } from './test-window.ts';

/** Exchanges are stamped where they happen, by different processes. What belongs to no test for sure may have begun so much after its end. */
export const SKEW_MS = 5;

export interface ExchangeContext {
  readonly windows: readonly TestWindow[];
  /** Engine's ordinal → the ledger's. */
  readonly ordinalOf: (test: number) => number | undefined;
  /** Wall clock at moment 0 of the windows' clock. */
  readonly zeroMs: number;
  readonly ownerOf: (port: number) => string | undefined;
  /** By the secrets of the world, of which nothing is told but whether one of them signs a token. */
  readonly findSignatures?: SignatureFinder;
  /** Secrets out, and short enough for the journal. */
  readonly clean: (text: string) => string;
}

export interface PickedExchange {
  readonly ordinal: number;
  readonly fact: ExchangeFact;
}

export interface Telling extends ExchangeContext {
  readonly hide: HideCredentials;
}

/** One exchange as the journal keeps it. */
export function makeFact(
  exchange: Exchange,
  window: TestWindow,
  { zeroMs, ownerOf, clean, hide }: Telling,
): ExchangeFact {
  const { protocol, address, path, method, request, end, code, answer, from, requestHeaders, answerHeaders } = exchange;
  const tookMs = exchange.tookMs ?? Math.max(0, window.toMs - (exchange.atMs - zeroMs));
  const port = portOf(address);
  return {
    kind: 'exchange',
    protocol,
    address: clean(address),
    method: clean(method),
    request: clean(request),
    end,
    answer: clean(answer),
    tookMs: Math.round(tookMs),
    epochMs: exchange.atMs,
    ...present({
      component: port === 0 ? undefined : ownerOf(port),
      from,
      lateMs: exchange.lateMs === undefined ? undefined : Math.round(exchange.lateMs),
      path: path && clean(path),
      code: code && clean(code),
      requestHeaders: requestHeaders && hide(requestHeaders),
      answerHeaders: answerHeaders && hide(answerHeaders),
    }),
  };
}

/** What came after the time of its test was over did not come, as far as the test knows. */
export function asFelt(
  exchange: Exchange,
  window: TestWindow | undefined,
  { zeroMs }: Pick<ExchangeContext, 'zeroMs'>,
): Exchange {
  const { atMs, tookMs, answerHeaders: _, code: __, ...asked } = exchange;
  if (window?.isOverdue !== true || tookMs === undefined) return exchange;
  const leftMs = zeroMs + window.toMs - atMs;
  if (tookMs <= leftMs + SKEW_MS) return exchange;
  return { ...asked, atMs, end: 'silent', answer: '', tookMs: Math.max(0, leftMs), lateMs: tookMs };
}

/** The test in whose time it happened. */
export function findWindow(
  { test, atMs }: Exchange,
  { windows, ordinalOf, zeroMs }: ExchangeContext,
): TestWindow | undefined {
  const ordinal = test === undefined ? undefined : ordinalOf(test);
  const named = ordinal === undefined ? undefined : windows.find((window) => window.ordinal === ordinal);
  return named ?? windowAt(windows, atMs - zeroMs, { lateMs: SKEW_MS, isOwn: true });
}

export function portOf(address: string): number {
  return Number(/:(\d+)$/u.exec(address)?.[1] ?? 0);
}
