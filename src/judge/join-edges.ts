import type { Verdict } from '#rule';
import type { Judged } from './judged.ts';

/** Rules that say of two components that they do not agree, the one with the surest fact first: an answer, its report, a line, a setting, a demand. */
const EDGE_RULES: readonly string[] = [
  'dependency-answer',
  'given-otherwise',
  'delivered-differs',
  'dependency-code',
  'wrong-far-end',
  'mute-edge',
  'edge-broken',
];

/** Whether a verdict is about the way between two components. */
export function isOfEdge(verdict: Verdict): boolean {
  return edgeOf(verdict) !== undefined;
}

/**
 * What a dependency answered, the line in which the service complains of it, and the demand that is broken for it, are one thing to mend: verdicts on one
 * way between two components are of the one among them that rests on the surest fact.
 */
export function joinEdges(all: readonly Judged[]): readonly Judged[] {
  const surest = new Map<string, Verdict>();
  for (const { verdict } of all) {
    const edge = edgeOf(verdict);
    if (edge === undefined) continue;
    const known = surest.get(edge);
    if (known === undefined || rankOf(verdict) < rankOf(known)) surest.set(edge, verdict);
  }
  if (surest.size === 0) return all;
  return all.map((one) => {
    const leader = surest.get(edgeOf(one.verdict) ?? '');
    return leader === undefined || leader.signature === one.verdict.signature ? one : follow(one, leader);
  });
}

// What speaks for it and against it stays its own.
function follow(one: Judged, { signature, title, remedy, scores, rules = [] }: Verdict): Judged {
  const own = one.verdict.rules ?? [];
  return {
    ...one,
    verdict: {
      ...one.verdict,
      signature,
      title,
      remedy,
      ...(scores === undefined ? {} : { scores }),
      rules: [...new Set([...rules.slice(0, 1), ...own])],
    },
  };
}

function rankOf({ rules = [] }: Verdict): number {
  return EDGE_RULES.indexOf(rules[0] ?? '');
}

/** `service>prices`; undefined of a verdict that is about something else. */
export function edgeOf({ heading, rules = [], signature }: Verdict): string | undefined {
  const [rule = ''] = rules;
  if (heading !== 'INTEGRATION_ISSUE' || !EDGE_RULES.includes(rule)) return undefined;
  return signature.startsWith(`${rule}|`) ? signature.slice(rule.length + 1) : undefined;
}
