import { cite } from './cite.ts';
import { oneLine } from '#domain';
import type { Evidence, ExchangeFact, LogFact, ProbeFact } from '#domain';
import type { Found } from './found.ts';

const QUOTED = 160;

/** `service answered get_status with -32603 after 12 ms: internal error`. */
export function describeExchange(fact: ExchangeFact): string {
  const { component, address, method, code } = fact;
  const who = component ?? address;
  if (address !== '') return describeEnd(who, fact);
  // Not recorded: what the failure of the test tells.
  return `by what the test tells, ${who} answered ${method} with ${code ?? 'an error'}`.replace('  ', ' ');
}

function describeEnd(who: string, { method, end, code, answer, tookMs, lateMs }: ExchangeFact): string {
  const took = `after ${Math.round(tookMs)} ms`;
  switch (end) {
    case 'answered':
      return `${who} answered ${method} ${took}: ${oneLine(answer, QUOTED)}`;
    case 'error':
      return `${who} answered ${method} with ${code ?? 'an error'} ${took}: ${oneLine(answer, QUOTED)}`;
    case 'refused':
      return `${who} refused the connection for ${method}`;
    case 'silent':
      return `${who} did not answer ${method} within ${Math.round(tookMs)} ms${lateMs === undefined ? '' : `, but after ${lateMs} ms`}`;
    case 'closed':
      return `${who} closed the connection before it answered ${method}`;
    case 'told':
      return `${who} told of its own accord: ${oneLine(answer, QUOTED)}`;
    default:
      return end satisfies never;
  }
}

const MOST_OF_HEADER = 80;

/** The exchange, and of one side of it headers on which a verdict rests; one that was not there is told too. */
export function citeHeaders(
  { seq, fact }: Found<ExchangeFact>,
  side: 'request' | 'answer',
  names: readonly string[],
): Evidence {
  const told = (side === 'request' ? fact.requestHeaders : fact.answerHeaders) ?? {};
  const quoted = names.map((name) => `${name} ${oneLine(told[name] ?? 'not there', MOST_OF_HEADER)}`);
  return cite(seq, `${describeExchange(fact)}; header of the ${side}: ${quoted.join(', ')}`);
}

export function citeExchange({ seq, fact }: Found<ExchangeFact>): Evidence {
  return cite(seq, describeExchange(fact));
}

/** The line in the log, and the record that tells of it. */
export function citeLog({ seq, fact }: Found<LogFact>): readonly Evidence[] {
  const { component, file, line, text } = fact;
  return [cite(seq, `log of ${component}`), { kind: 'log', file, line, text: oneLine(text, QUOTED) }];
}

export function citeProbe({ seq, fact: { component, ok, note, tookMs } }: Found<ProbeFact>): Evidence {
  const how = ok ? 'answers its probe' : 'does not answer its probe';
  return cite(seq, `${component} ${how} (${Math.round(tookMs)} ms): ${oneLine(note, QUOTED)}`);
}
