import { count, formatDuration, isViolation, oneLine } from '#domain';
import type { MockUse, RunState, SuiteRealness } from '#domain';
import { linkTo } from './appendix.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderCutTable } from './table.ts';

const ROWS_SHOWN = 60;
const TEXT_CHARS = 240;

/** Everything that stood in for a real part, allowed or not, with its place; what many tests did at one line is one row. */
export function renderMocks(realness: readonly SuiteRealness[], maxRows: number = ROWS_SHOWN): readonly string[] {
  const rows = new Map<string, { readonly suite: string; readonly mock: MockUse; times: number }>();
  for (const { suite, mocks } of realness) {
    for (const { mock } of mocks) {
      const { what, rule, frame, allowed, verdict } = mock;
      const key = JSON.stringify([suite, what, rule, frame?.file, frame?.line, allowed, verdict]);
      const known = rows.get(key);
      if (known === undefined) rows.set(key, { suite, mock, times: 1 });
      else known.times += 1;
    }
  }
  if (rows.size === 0) return [];
  const all = [...rows.values()];
  const ordered = [...all.filter(({ mock }) => isViolation(mock)), ...all.filter(({ mock }) => !isViolation(mock))];
  const head = ['suite', 'what stood in', 'verdict', 'where', 'what was seen', 'seen by'];
  return [
    '### What stood in for a real part',
    renderCutTable(
      head,
      ordered.map(({ suite, mock, times }) => [markdownCode(suite), ...renderMock(mock, times)]),
      maxRows,
      placeOf(maxRows),
    ),
  ];
}

function renderMock(mock: MockUse, times: number): readonly string[] {
  const { what, rule, frame, sentence, by, pid } = mock;
  const where = frame === undefined ? '' : markdownCode(`${frame.file}:${frame.line}`);
  return [
    `${markdownCode(oneLine(what, 80))} (${markdownText(rule)})${times > 1 ? `, ${times} times` : ''}`,
    describeVerdict(mock),
    where || (pid === undefined ? '' : `pid ${pid}`),
    markdownText(oneLine(sentence, TEXT_CHARS)),
    by,
  ];
}

// The assessment shows fewer than its appendix.
function placeOf(maxRows: number): string {
  return maxRows < ROWS_SHOWN ? linkTo('realness', 'the appendix') : '`assessment.json`';
}

function describeVerdict({ verdict, allowed }: MockUse): string {
  if (allowed !== undefined) return `allowed: ${markdownText(oneLine(allowed, TEXT_CHARS))}`;
  return verdict === 'block' ? '**violation**' : 'listed only';
}

/** Whether the guard caught a mock that was put there on purpose. */
export function renderCanaries({ canaries }: RunState): readonly string[] {
  if (canaries.length === 0) return [];
  const refused = canaries.filter((one) => one.refused);
  const missed = canaries.filter((one) => !one.refused);
  const names = refused.map(({ engine, tookMs }) => `${markdownText(engine)} (${formatDuration(tookMs)})`);
  return [
    [
      'When the run began a known mock was tried on purpose, to see that the guard works here:',
      ...(refused.length === 0 ? [] : [` it was refused in ${names.join(', ')}.`]),
      ...missed.map(
        ({ engine, note }) => ` **It was not refused in ${markdownText(engine)}**: ${markdownText(note, TEXT_CHARS)}.`,
      ),
    ].join(''),
  ];
}

/** What the test files themselves say, read while the first worlds start. */
export function renderScan({ scan }: RunState): readonly string[] {
  if (scan === undefined) return [];
  const { files, blocked, warned, tolerated, findings } = scan;
  const rows = findings.map(({ verdict, rule, file, line, column, sentence }) => [
    verdict === 'block' ? '**violation**' : 'listed only',
    markdownText(rule),
    markdownCode(`${file}:${line}:${column}`),
    markdownText(oneLine(sentence, TEXT_CHARS)),
  ]);
  const head = ['verdict', 'rule', 'where', 'what stands there'];
  return [
    `Read when the run began: ${count(files, 'test file')}; ${count(blocked, 'violation')}, ${warned} listed only, ${tolerated} tolerated by the ledger.`,
    ...(rows.length === 0 ? [] : [renderCutTable(head, rows, ROWS_SHOWN)]),
  ];
}

const RESULTS = {
  'needs-it': 'needs it',
  'does-not-need-it': '**does not need it**',
  'not-done': 'not done',
} as const;

const TESTS_NAMED = 3;

/** What passed although an edge was refused from the start. */
export function renderUnplugged({ unplugged }: RunState, maxRows: number = ROWS_SHOWN): readonly string[] {
  if (unplugged.length === 0) return [];
  const rows = unplugged.map(({ suite, edge, refusal, result, stillPassed, executed, note }) => [
    markdownCode(suite),
    markdownCode(edge),
    RESULTS[result],
    describePassed(stillPassed, executed),
    markdownText(oneLine(refusal, TEXT_CHARS)),
    markdownText(oneLine(note, TEXT_CHARS)),
  ]);
  const head = ['suite', 'edge refused', 'result', 'tests that passed all the same', 'a client of ours met', 'note'];
  return [
    '### Unplugged',
    'Each suite that had passed ran once more for each edge that it declares, with that edge refused from the start. A test that passes all the same never needed what lies behind it; what these runs found turned no result red.',
    renderCutTable(head, rows, maxRows, placeOf(maxRows)),
  ];
}

function describePassed(passed: readonly string[], executed: number): string {
  if (passed.length === 0) return `none of ${executed}`;
  const more = passed.length - TESTS_NAMED;
  const named = passed.slice(0, TESTS_NAMED).map((test) => markdownCode(test));
  return `${passed.length} of ${executed}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
