import type { Assessment, RunState } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderCutTable } from './table.ts';

const ROWS_SHOWN = 100;

type Row = RunState['independence'][number];

/** In which smallest world each suite passes, as it was tried. Nothing for a run that did not try. */
export function renderIndependence({ state }: Assessment): string | undefined {
  const { independence, suites } = state;
  if (independence.length === 0) return undefined;
  const names = [...new Set(independence.map(({ suite }) => suite))];
  const rows = names.map((name) => {
    const planned = suites.find((suite) => suite.planned.name === name)?.planned;
    return renderSuite(
      name,
      planned?.closure ?? [],
      independence.filter(({ suite }) => suite === name),
    );
  });
  const head = [
    'suite',
    'world as declared',
    'smallest world in which it passed',
    'needs',
    'passes without',
    'not by itself',
  ];
  return [
    '## Independence',
    'Each suite that had passed ran once more for each component that it requires, without that one; everything else was left as it was.',
    renderCutTable(head, rows, ROWS_SHOWN),
    'What a suite passes without can go from its `requires` (or to `uses`), unless its tests are meant to touch it: then they do not.',
  ].join('\n\n');
}

function renderSuite(name: string, declared: readonly string[], rows: readonly Row[]): readonly string[] {
  const passed = rows.filter(({ outcome }) => outcome === 'passed');
  const smallest = passed.toSorted((one, other) => one.world.length - other.world.length)[0]?.world ?? declared;
  const single = rows.filter(({ removed }) => removed.length === 1);
  const undeclared = rows.find(({ removed, outcome }) => removed.length === 0 && outcome !== 'passed');
  return [
    markdownCode(name),
    listNames(declared),
    listNames(smallest),
    listNames(single.filter(({ outcome }) => outcome !== 'passed').flatMap(({ removed }) => removed)),
    listNames(single.filter(({ outcome }) => outcome === 'passed').flatMap(({ removed }) => removed)),
    undeclared === undefined ? '' : markdownText(undeclared.note, 200),
  ];
}

function listNames(names: readonly string[]): string {
  return names.map((name) => markdownCode(name)).join(', ') || 'none';
}
