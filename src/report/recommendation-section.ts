import { OWNERS, count } from '#domain';
import type { Assessment, Cause } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';

const SHOWN_PER_OWNER = 10;

/** Who has to act first on what, in the order of the plan. */
export function renderRecommendations({ plan, causes }: Assessment): string {
  const known = new Map(causes.map((cause) => [cause.id, cause]));
  const sections = OWNERS.flatMap((owner) => {
    const own = plan.steps.filter((step) => step.owner === owner).flatMap(({ cause }) => known.get(cause) ?? []);
    if (own.length === 0) return [];
    const more = own.length - SHOWN_PER_OWNER;
    const title = owner === 'undecided' ? 'Undecided: read the evidence and say whose it is' : `For ${owner}`;
    const lines = own.slice(0, SHOWN_PER_OWNER).map((cause, index) => `${index + 1}. ${renderOne(cause)}`);
    return [`### ${title}`, [...lines, ...(more > 0 ? [`\nAnd ${count(more, 'more cause')}.`] : [])].join('\n')];
  });
  if (sections.length === 0) return '## Recommendations\n\nNone: no cause counts.';
  return ['## Recommendations', ...sections].join('\n\n');
}

function renderOne({ id, heading, title, remedy }: Cause): string {
  const where = remedy.where === undefined ? '' : ` (${markdownCode(remedy.where)})`;
  return `${id} ${heading}: ${markdownText(remedy.action, 300)}${where}; because ${markdownText(title, 160)}`;
}
