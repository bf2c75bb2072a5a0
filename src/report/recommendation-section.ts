import { OWNERS } from '#domain';
import type { Assessment, Cause } from '#domain';
import { nameSome } from './appendix.ts';
import { markdownText } from './escape-markdown.ts';

const SHOWN_PER_OWNER = 4;

/** Who has to act first on what, in the order of the plan. */
export function renderRecommendations({ plan, causes }: Assessment): string {
  const known = new Map(causes.map((cause) => [cause.id, cause]));
  const lines = OWNERS.flatMap((owner) => {
    const own = plan.steps.filter((step) => step.owner === owner).flatMap(({ cause }) => known.get(cause) ?? []);
    if (own.length === 0) return [];
    const who = owner === 'undecided' ? 'Undecided: read the evidence and say whose it is' : `For ${owner}`;
    const actions = groupByAction(own);
    const more = actions.length - SHOWN_PER_OWNER;
    return [
      `- **${who}** (${own.length}):`,
      ...actions.slice(0, SHOWN_PER_OWNER).map((action) => `  - ${action}`),
      ...(more > 0 ? [`  - and ${more} more`] : []),
    ];
  });
  if (lines.length === 0) return '## Recommendations\n\nNone: no cause counts.';
  return ['## Recommendations', lines.join('\n')].join('\n\n');
}

// Ten causes that want the same thing are told it once.
function groupByAction(causes: readonly Cause[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { id, remedy } of causes) {
    const known = groups.get(remedy.action);
    if (known === undefined) groups.set(remedy.action, [id]);
    else known.push(id);
  }
  return [...groups].map(([action, ids]) => `${markdownText(action, 160)} (${nameSome(ids, SHOWN_PER_OWNER)})`);
}
