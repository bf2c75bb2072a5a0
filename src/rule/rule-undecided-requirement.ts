import { holds, oneLine } from '#domain';
import type { Requirement } from '#domain';
import { findDemand, findDisputed, headline, namesWord } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Approved, and where its value belongs stands that somebody still has to put it in. */
export const ruleUndecidedRequirement: WeightedRule = {
  id: 'undecided-requirement',
  sentence:
    'A test that cites only approved requirements in which a placeholder stands where a value belongs (TBD, TODO, ???, to be agreed; ISO/IEC/IEEE 29148, 5.2.4) has the value from nowhere: nobody can keep such a requirement, and nobody can break it.',
  weights: { REQUIREMENT_GAP: 12, SYSTEM_CRITICAL: -10, INTEGRATION_ISSUE: -7 },
  cites: 'the words of the requirement, and what the service did',
  advises: 'put in the value, or take the approval away',
  otherwise: 'if a value stood where the placeholder stands, the service would break it',
  opine: (seen) => {
    const demand = findDemand(seen);
    const [first] = seen.cited;
    if (demand === undefined || first === undefined || !seen.cited.every((one) => isUndecided(one, seen)))
      return undefined;
    const found = findPlaceholder(first.text, seen);
    return {
      evidence: demand.seen,
      lead: {
        about: first.id,
        title: `${first.id} is approved and has ${found?.placeholder ?? ''} where its value belongs, decision needed: ${headline(seen.effect)}`,
        action: `put into ${first.id} the value that is meant: ${oneLine(first.text, 160)}`,
        where: 'requirements',
      },
    };
  },
};

// What its other sentences say is decided, and that a service breaks down was never asked for.
function isUndecided(requirement: Requirement, seen: Case): boolean {
  const found = requirement.status === 'approved' ? findPlaceholder(requirement.text, seen) : undefined;
  if (found === undefined) return false;
  const disputed = findDisputed(seen);
  if (disputed === undefined) return true;
  const { came, wanted } = disputed;
  const { blames } = seen.facts.contract.code(came) ?? {};
  if (blames === 'service' || blames === 'dependency' || /^5\d\d$/u.test(came)) return false;
  return !found.others.some((text) => namesWord({ ...requirement, text, names: [] }, wanted));
}

/** Between these a word is one of the domain. */
const QUOTED = /`[^`]*`|"[^"]*"|“[^”]*”|«[^»]*»|(?<!\w)'[^']*'(?!\w)|(?<!\w)‘[^’]*’/gu;

const PLACEHOLDER =
  /(?<![\w.-])(?:TBD|TBC|TBA|TODO|FIXME|XXX+|N\.N)(?![\w-]|\.\w)|\?{3,}|(?<!\b(?:that|which|who) (?:is|are|was|were|has|have) )\bto be (?:decided|defined|determined|agreed|confirmed|specified)\b/u;

interface Placed {
  readonly placeholder: string;
  /** Sentences of the same requirement in which none stands. */
  readonly others: readonly string[];
}

// What goes to and fro between test and service by that name is a word of theirs.
function findPlaceholder(text: string, { exchanges }: Case): Placed | undefined {
  const sentences = text.split(/(?<=[.!?])\s+(?=[A-Z`"'])/u);
  const placeholder = sentences.map(readPlaceholder).find((one) => one !== undefined);
  if (placeholder === undefined) return undefined;
  if (exchanges.some(({ fact }) => holds(`${fact.method} ${fact.request} ${fact.answer}`, placeholder)))
    return undefined;
  return { placeholder, others: sentences.filter((one) => readPlaceholder(one) === undefined) };
}

function readPlaceholder(sentence: string): string | undefined {
  return PLACEHOLDER.exec(sentence.replaceAll(QUOTED, '""'))?.[0];
}
