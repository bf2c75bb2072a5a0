import { count, oneLine } from '#domain';
import type { Assessment, MockUse, SuiteRealness } from '#domain';
import { linkTo, nameSome } from './appendix.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderCanaries, renderMocks, renderUnplugged } from './realness-parts.ts';
import { describeClaims } from './realness-section.ts';

const NAMED = 5;

/** What the suites may claim of "no mocks, real components"; of those that may not, why. */
export function renderBriefRealness(assessment: Assessment): string {
  const { realness, state } = assessment;
  const asked = realness.filter((one) => one.bound);
  const weak = asked
    .filter(({ claim }) => claim !== 'real' && claim !== 'not measured')
    .map(({ suite, claim, why }) => `- ${markdownCode(suite)}: **${claim}**, ${markdownText(oneLine(why, 160))}`);
  const edges = asked.reduce((sum, one) => sum + one.edges.length, 0);
  const { scan } = state;
  const read = scan === undefined ? '' : ` Of ${scan.files} test files read, ${scan.blocked} violate the policy.`;
  return [
    '## Evidence that these tests are real',
    describeClaims(assessment, asked),
    ...(weak.length === 0 ? [] : [`${weak.slice(0, NAMED).join('\n')}${tellMore(weak.length)}`]),
    ...renderMocks(realness.map(withoutHints), NAMED),
    ...describeHints(realness),
    `${renderCanaries(state).join('')}${read} ${linkTo('realness', edges === 0 ? 'What was looked at' : `${count(edges, 'edge')}, processes, addresses, ids and nonces`)}.`.trim(),
    ...renderUnplugged(state, 2 * NAMED),
  ].join('\n\n');
}

// What is listed only turned nothing red: it is counted here, and told in the appendix.
function withoutHints(one: SuiteRealness): SuiteRealness {
  return { ...one, mocks: one.mocks.filter(({ mock }) => !isHint(mock)) };
}

function isHint({ verdict, allowed }: MockUse): boolean {
  return verdict !== 'block' && allowed === undefined;
}

function describeHints(realness: readonly SuiteRealness[]): readonly string[] {
  const suites = realness.filter(({ mocks }) => mocks.some(({ mock }) => isHint(mock)));
  if (suites.length === 0) return [];
  const names = suites.map(({ suite }) => markdownCode(suite));
  return [
    `Listed only, because it may stand in for a real part and no policy forbids it, in ${nameSome(names, NAMED)}: ${linkTo('realness', 'what and where')}.`,
  ];
}

function tellMore(all: number): string {
  return all > NAMED ? `\n- and ${all - NAMED} more, in the appendix` : '';
}
