import type { Frame } from './failure.ts';
import type { KeptHeaders } from './kept-headers.ts';

/**
 * What was seen around a test that is not green, besides its outcome. Found while or right after the attempt ran, journaled as `fact-found`,
 * and read by the judge alone. Texts are cut to a few hundred characters and hold no secrets.
 */
export type Fact = ExchangeFact | LogFact | ProbeFact | HostLoadFact | HangFact;

/**
 * How one request of a suite ended: an answer, an error answer of the protocol, a refused connection, silence, a closed connection. `told`: nobody had asked,
 * the far end said it of its own accord (a notification of JSON-RPC, whose text is the answer).
 */
export const EXCHANGE_ENDS = ['answered', 'error', 'refused', 'silent', 'closed', 'told'] as const;
export type ExchangeEnd = (typeof EXCHANGE_ENDS)[number];

/** One request and what came of it, as the kit recorded it in the suite's process, or as a tap between two parts saw it go by. */
export interface ExchangeFact {
  readonly kind: 'exchange';
  readonly protocol: 'json-rpc' | 'http' | 'websocket' | 'rtsp';
  /** `127.0.0.1:8554`. */
  readonly address: string;
  /** Whose port it was; absent when it belonged to nobody of the world. */
  readonly component?: string;
  /** Component that asked; absent = the suite. */
  readonly from?: string;
  /** Of its URL, where a protocol has one (`/ws`). */
  readonly path?: string;
  /** JSON-RPC method, `GET /v3/paths/list`, or `DESCRIBE /camera0`. */
  readonly method: string;
  readonly request: string;
  readonly end: ExchangeEnd;
  /** JSON-RPC error code or HTTP status, as text. */
  readonly code?: string;
  readonly answer: string;
  /** Absent = not heard. What proves who asks is told by its scheme, and numbered within the attempt: `Bearer … (1)`. */
  readonly requestHeaders?: KeptHeaders;
  readonly answerHeaders?: KeptHeaders;
  readonly tookMs: number;
  /** Silent while its test had time, and answered all the same: so long after it was asked. */
  readonly lateMs?: number;
  /** When it was asked, as who saw it says: milliseconds since 1970, with fractions. */
  readonly epochMs?: number;
  /** Where several requests share one connection: which, within the attempt. */
  readonly connection?: string;
  /** Of an error: how many messages had been sent on the connection when it was asked, itself among them. */
  readonly nth?: number;
  /** Until when the token was good that was given with it, of an error also the last on its connection: milliseconds since 1970. Never the token. */
  readonly tokenEndsMs?: number;
  /** Whether a secret of the world signs that token. */
  readonly tokenKey?: 'ours' | 'foreign';
  /** Of an error: what its request names, and whether the service has spoken of that before. */
  readonly named?: readonly NamedItem[];
  /** Refused, and unlike what was accepted by the same name in the same attempt: `count is a text, in accepted requests a number`, `header if-match is missing, which accepted requests hold`, `GET /prices/milk was answered`. */
  readonly unlike?: string;
  /** Of a suite's request for what is not there: another of the same folder that was answered in the same attempt, `GET /orders/1`. */
  readonly beside?: string;
  /** The same route was answered with the same fields, a suite also with the same code, while a test passed. */
  readonly usual?: true;
  /** Of an answer to the suite: values in it that components told only for other tests, and before. Of a question between components: names in it that only other tests had named. */
  readonly kept?: readonly string[];
  /** Of a suite's question: names in its route that tests before had given in requests of their own. */
  readonly shared?: readonly string[];
  /** A header that had the same value in an earlier request of the same route with other content, and this is answered as that was. */
  readonly repeated?: RepeatedHeader;
  /** What tests that passed in the same attempt were told: at most one of each kind. */
  readonly elsewhere?: readonly Elsewhere[];
}

/** What two requests have in common that differ otherwise. */
export interface RepeatedHeader {
  readonly name: string;
  readonly value: string;
  /** What was sent with it first. */
  readonly request: string;
}

/**
 * `same`: the very question. `like`: the same but for its numbers. `made`: what the question names was made there, and no answer to this test told of it.
 * `wanted`: another question by the same route was answered with what the failure wants, and this one was not.
 */
export const ELSEWHERE = ['same', 'like', 'made', 'wanted'] as const;

/** An answer to a test that passed. */
export interface Elsewhere {
  readonly how: (typeof ELSEWHERE)[number];
  /** Ordinal of that test. */
  readonly test: number;
  readonly method: string;
  readonly request: string;
  readonly code?: string;
  readonly answer: string;
}

/** What a request names. `told`: an answer of before held it; `gone`: it was deleted since; `untold`: no answer of before did. */
export interface NamedItem {
  readonly name: string;
  readonly state: 'told' | 'gone' | 'untold';
}

/** A line that a component wrote while the test ran and that it does not write while tests pass. */
export interface LogFact {
  readonly kind: 'log';
  readonly component: string;
  /** Relative to the run directory. */
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** When it was written, as it says itself; else when it came: milliseconds since 1970, with fractions. */
  readonly epochMs?: number;
  readonly nature: 'error' | 'stack' | 'resource';
}

/** A component's own proof of readiness, asked again by us right after the attempt. */
export interface ProbeFact {
  readonly kind: 'probe';
  readonly component: string;
  readonly ok: boolean;
  /** What answered, or what went wrong. */
  readonly note: string;
  readonly tookMs: number;
}

/** How busy the host was while the attempt ran: the run queue of the last minute over its processors. */
export interface HostLoadFact {
  readonly kind: 'host-load';
  readonly load: number;
  readonly cpus: number;
}

/** What else than the far end of a connection a process may wait for. */
export const HANG_REASONS = ['child', 'timer', 'listener', 'terminal', 'pipe', 'file', 'lock'] as const;
export type HangReason = (typeof HANG_REASONS)[number];

/** What one process of the suite was doing when its time was up. */
export interface HangFact {
  readonly kind: 'hang';
  /** Its program and first argument, without folders. */
  readonly program: string;
  readonly doing: 'computes' | 'waits' | 'is-stopped';
  /** Where it computed: the innermost frame that is no library's. */
  readonly frame?: Frame;
  readonly peers: readonly HangPeer[];
  /** Empty where nothing is known but the peers. */
  readonly waitsFor: readonly HangReason[];
}

/** The far end of an open connection, and how the conversation stood. */
export interface HangPeer {
  readonly address: string;
  /** Whose port it was; absent when it belonged to nobody of the world. */
  readonly component?: string;
  /** Sent by us and not read by it: it does not listen at all at the moment. */
  readonly unreadByPeer: number;
  /** Sent by it and not read by us. */
  readonly unreadByUs: number;
}

/** A fact with its place in the journal. */
export interface FoundFact {
  readonly seq: number;
  readonly atMs: number;
  /** The test it belongs to; absent for facts of the whole attempt. */
  readonly ordinal?: number;
  readonly fact: Fact;
}

/** What an experiment did to one failed test. */
export const EXPERIMENTS = ['rerun-alone', 'longer-limit', 'replay', 'probe-dependency'] as const;
export type ExperimentKind = (typeof EXPERIMENTS)[number];

/** One experiment on one representative of a cause that was too thin to judge. */
export interface Experiment {
  readonly experiment: ExperimentKind;
  readonly suite: string;
  /** Printed id of the test. */
  readonly test: string;
  /** What a person would type to do the same. */
  readonly command: string;
  readonly seed: string;
  readonly result: 'same' | 'passed' | 'different' | 'mixed' | 'not-done';
  /** One sentence: what was seen. */
  readonly note: string;
  readonly costMs: number;
  /** How often the test itself ran for it, and how often of these it was red. */
  readonly runs?: { readonly red: number; readonly of: number };
}
