import { CATEGORIES, INCIDENT_KINDS, REASONS } from '#domain';
import type { IncidentKind, Reason, RunState } from '#domain';
import { FOLLOWS, FOLLOWS_SENTENCE, LEFT_OUT, LEFT_OUT_SENTENCE, SAME_FAULT, SAME_FAULT_SENTENCE, judge } from '#judge';
import { RULES, STANDING_RULES, WEIGHTED_RULES } from '#rule';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';

/** The page that prints the judge's tables. */
export const RULES_PAGE = 'docs/reference/rules.md';

const END = '<!-- end of table -->';

/** Puts each table between its marker line (`<!-- table: rules -->`) and the next end line. */
export function insertRuleTables(document: string): string {
  return [...makeRuleTables()].reduce((text, [name, table]) => {
    const marker = `<!-- table: ${name} -->`;
    const start = text.indexOf(marker) + marker.length;
    const end = text.indexOf(END, start);
    if (start < marker.length || end < 0) throw new Error(`${RULES_PAGE} has no place for the table ${name}`);
    return `${text.slice(0, start)}\n\n${table}\n\n${text.slice(end)}`;
  }, document);
}

/** Name → table. What an incident or a reason means is asked of the judge itself. */
export function makeRuleTables(): ReadonlyMap<string, string> {
  return new Map([
    [
      'rules',
      renderTable(
        ['order', 'rule', 'says'],
        [
          ...RULES.map(ruleRow),
          ['', `\`${LEFT_OUT}\``, LEFT_OUT_SENTENCE],
          ['', `\`${FOLLOWS}\``, FOLLOWS_SENTENCE],
          ['', `\`${SAME_FAULT}\``, SAME_FAULT_SENTENCE],
        ],
      ),
    ],
    ['weights', renderTable(['rule', ...CATEGORIES, 'says'], WEIGHTED_RULES.map(weightRow))],
    ['evidence', renderTable(['rule', 'cites', 'advises', 'would change'], WEIGHTED_RULES.map(evidenceRow))],
    [
      'standing',
      renderTable(
        ['rule', 'says'],
        STANDING_RULES.map(({ id, sentence }) => [`\`${id}\``, sentence]),
      ),
    ],
    [
      'incidents',
      renderTable(['incident', ...COMPONENT_KINDS.map((kind) => kind.title)], INCIDENT_KINDS.map(incidentRow)),
    ],
    ['reasons', renderTable(['reason', 'heading', 'rule'], REASONS.map(reasonRow))],
  ]);
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function ruleRow({ id, sentence }: (typeof RULES)[number], index: number): readonly string[] {
  return [`${index + 1}`, `\`${id}\``, sentence];
}

type Weighted = (typeof WEIGHTED_RULES)[number];

function weightRow({ id, sentence, weights }: Weighted): readonly string[] {
  return [`\`${id}\``, ...CATEGORIES.map((category) => signed(weights[category] ?? 0)), sentence];
}

function signed(weight: number): string {
  if (weight === 0) return '';
  return weight > 0 ? `+${weight}` : `−${-weight}`;
}

function evidenceRow({ id, cites, advises = '', otherwise }: Weighted): readonly string[] {
  return [`\`${id}\``, cites, advises, otherwise];
}

const COMPONENT_KINDS = [
  { title: '`service`', kind: 'service' },
  { title: '`mediamtx` and other servers', kind: 'mediamtx' },
  { title: '`ffmpeg-stream`', kind: 'ffmpeg-stream' },
  { title: '`external`', kind: 'external' },
  { title: '`camera-devices`', kind: 'camera-devices' },
] as const;

function incidentRow(incident: IncidentKind): readonly string[] {
  return [`\`${incident}\``, ...COMPONENT_KINDS.map(({ kind }) => judgeOne(incidentState(incident, kind)).heading)];
}

function incidentState(incident: IncidentKind, kind: string): RunState {
  const run = new RunBuilder({ declared: { components: [{ name: 'one', kind }] } });
  const process = { kind: 'process', pid: 1, startTime: 1, note: 'one' } as const;
  return run.incident(incident, { component: 'one', evidence: [process] }).state();
}

function reasonRow(reason: Reason): readonly string[] {
  const run = new RunBuilder().suite('s');
  const attempt = run.attempt('s', ['t']);
  const signal = reason === 'signal' ? { code: null, signal: 'SIGSEGV' } : {};
  run.test(attempt, 0, 'errored', { reason, failure: raised('text') }).finish(attempt, 's', 'errored', { end: signal });
  const { heading, rules } = judgeOne(run.end().state());
  return [`\`${reason}\``, heading, rules.map((rule) => `\`${rule}\``).join(', ')];
}

function judgeOne(state: RunState): { readonly heading: string; readonly rules: readonly string[] } {
  const [cause, ...others] = judge(state).causes;
  if (cause === undefined || others.length > 0) throw new Error('one fact has to be one cause');
  return cause;
}
