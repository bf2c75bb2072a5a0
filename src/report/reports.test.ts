import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { CATEGORIES, HEADINGS, isGreen } from '#domain';
import type { Assessment, Outcome } from '#domain';
import { arbitraryRun, hostileText } from '../../fixtures/tools/arbitrary-run.ts';
import { assessRun } from '../../fixtures/tools/assess-run.ts';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { findCommands } from '../../fixtures/tools/find-commands.ts';
import { HIDDEN } from '../../fixtures/tools/hidden-characters.ts';
import { renderAnnotations, renderJobSummary } from './github.ts';
import { renderReports } from './reports.ts';

function reportsOf(run: RunBuilder): ReadonlyMap<string, string> {
  return renderReports(assessRun(run.stored()));
}

function read(run: RunBuilder, file: string): string {
  return reportsOf(run).get(file) ?? assert.fail(`no ${file}`);
}

interface JsonTest {
  readonly id: string;
  readonly outcome: Outcome;
  readonly failure?: { readonly message: string; readonly source: string };
}
interface JsonAssessment {
  readonly suites: readonly (JsonTest & { readonly tests: readonly JsonTest[] })[];
}

/** Many causes under every heading that has a rule today. */
function manyCauses(number: number): RunBuilder {
  const run = new RunBuilder();
  for (let index = 0; index < number; index += 1) {
    const suite = `suite-${index}`;
    run.suite(suite);
    const attempt = run.attempt(suite, ['fails', 'floods'], `w${index}`);
    if (index % 7 === 0)
      run.incident('component-exited', { id: `i${index}`, exit: { code: index % 200, signal: null } });
    const text = `expected ${index} to equal ${index + 1}\nsecond line`;
    run.test(attempt, 0, 'failed', { reason: 'assertion', failure: raised(text) });
    run
      .test(attempt, 1, 'crashed', { reason: 'output-limit', failure: raised('too much') })
      .finish(attempt, suite, 'crashed');
  }
  return run.end();
}

describe('reports', () => {
  it('are all there, also for a run in which nothing happened', () => {
    const reports = reportsOf(new RunBuilder().end());
    const appendices = ['counts', 'realness', 'criteria', 'requirements', 'plan', 'run'].map(
      (name) => `appendix-${name}.md`,
    );
    const files = ['assessment.md', ...appendices, ...HEADINGS.map((heading) => `${heading}.md`)];
    assert.deepEqual(
      [...reports.keys()],
      [...files, 'assessment.json', 'quality-gate.yaml', 'junit.xml', 'environment.json'],
    );
    for (const heading of HEADINGS)
      assert.match(reports.get(`${heading}.md`) ?? '', /^# [A-Z_]+\n[^]*Nothing in this run\.\n$/u);
    assert.match(reports.get('assessment.md') ?? '', /\*\*REJECT\*\*: no test was executed\./u);
  });

  it('say of mocks that they were not checked, and nothing else', () => {
    const lines = read(manyCauses(1), 'assessment.md')
      .split('\n')
      .filter((line) => /mock/iu.test(line));
    assert.ok(lines.length >= 3);
    for (const line of lines) assert.match(line, /not (checked|measured)/u);
  });

  it('show each cause in the file of its heading, the gravest first in the assessment', () => {
    const run = manyCauses(8);
    const { causes } = assessRun(run.stored());
    for (const cause of causes) assert.ok(read(run, `${cause.heading}.md`).includes(`## ${cause.id}: `));
    const order = [...read(run, 'assessment.md').matchAll(/^### (\w+)$/gmu)].map((match) => match[1]);
    assert.deepEqual(
      order,
      HEADINGS.filter((heading) => causes.some((cause) => cause.heading === heading)),
    );
  });

  it('stay readable when there is very much to say', () => {
    const run = manyCauses(600);
    assert.ok(read(run, 'assessment.md').length < 60_000);
    assert.match(read(run, 'assessment.md'), /^- and \d+ more causes$/mu);
    assert.match(read(run, 'UNCLASSIFIED.md'), /^And \d+ more causes, in `assessment\.json`\.$/mu);
    const long = 'x'.repeat(2000);
    const words = new RunBuilder({ started: { project: long, selection: long } });
    for (let number = 0; number < 300; number += 1) {
      const suite = `${number}${long}`;
      words.emit({ kind: 'warning', about: suite, text: long }).suite(suite, { tags: [suite], covers: [suite] });
      words.emit({ kind: 'suite-ended', suite, outcome: 'errored', marks: [], failure: raised(`${number} ${long}`) });
    }
    const summary = renderJobSummary(assessRun(words.end().stored()));
    assert.ok(Buffer.byteLength(summary) < 900_000);
    assert.match(summary, /^Too long for a summary, in the folder of run `[\w-]+`: [\w.-]+/mu);
  });

  it('are read in five minutes, and link to every file that has the rest', () => {
    const reports = reportsOf(manyCauses(5));
    const text = reports.get('assessment.md') ?? '';
    const words = text.split(/[\s|]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    assert.ok(words < 1400, `${words} words`);
    const linked = new Set([...text.matchAll(/\]\((?<file>[\w.-]+)\)/gu)].map(({ groups }) => groups?.['file'] ?? ''));
    for (const file of linked) assert.ok(reports.has(file), file);
    for (const file of reports.keys()) if (file.startsWith('appendix-')) assert.ok(linked.has(file), file);
  });

  it('stand whole in a job summary, where no link leads anywhere', () => {
    const assessment = assessRun(manyCauses(5).stored());
    const reports = renderReports(assessment);
    const summary = renderJobSummary(assessment);
    assert.doesNotMatch(summary, /\]\([\w-]+\.md\)/u);
    const folded = [...summary.matchAll(/^<details><summary>(?<file>[\w.-]+)<\/summary>$/gmu)].map(
      ({ groups }) => groups?.['file'] ?? '',
    );
    const expected = [...reports.keys()].filter(
      (file) => file.startsWith('appendix-') || assessment.causes.some(({ heading }) => file === `${heading}.md`),
    );
    assert.deepEqual(folded.toSorted(), expected.toSorted());
    for (const { id } of assessment.causes) assert.ok(summary.includes(`## ${id}: `));
  });

  it('say how many records of the journal are lost', () => {
    const stored = manyCauses(2).stored();
    const assessment = assessRun({ ...stored, records: stored.records.filter(({ seq }) => seq !== 4 && seq !== 5) });
    const text = renderReports(assessment).get('assessment.md') ?? '';
    assert.match(text, /^\| records \| \d+ \(2 of \d+ cannot be read\) \|$/mu);
    assert.match(text, /^\| sha256 of the journal \| `[0-9a-f]{64}` \|$/mu);
  });

  it('name requirements that nothing cites by their ids alone when there are many', () => {
    const told = { source: 'x', status: 'approved', kind: 'x' } as const;
    const requirements = Array.from({ length: 60 }, (_, index) => ({
      ...told,
      id: `REQ-${index}`,
      text: `text ${index}`,
      critical: index % 2 === 0,
    }));
    const run = new RunBuilder({ declared: { requirements } }).suite('s');
    const attempt = run.attempt('s', [{ titles: ['t'], occurrence: 1, requirements: ['REQ-7'] }]);
    run
      .test(attempt, 0, 'failed', { failure: raised('expected 1 to equal 2') })
      .finish(attempt, 's', 'failed')
      .end();
    const brief = read(run, 'assessment.md');
    assert.match(brief, /^60 in the registry: 1 failed, 59 uncovered\.$/mu);
    assert.match(brief, /^\| `REQ-7` \| failed \| text 7 \|$/mu);
    assert.match(brief, /^Nothing in this run cites 59 requirements, 30 of them critical\.$/mu);
    assert.match(brief, /^\[Each of the 60 that are open, and 0 verified\]\(appendix-requirements\.md\)\.$/mu);
    const text = read(run, 'appendix-requirements.md');
    assert.match(text, /^\| `REQ-7` \| failed \| {2}\| approved \| text 7 \| `s::t` \|$/mu);
    assert.match(text, /^Critical, and nothing in this run cites them: `REQ-0`, `REQ-2`, /mu);
    assert.doesNotMatch(text, /text 8/u);
  });

  it('are the same bytes for the same journal', () => {
    assert.deepEqual(reportsOf(manyCauses(5)), reportsOf(manyCauses(5)));
  });

  it('hold a text with its source for everything that is not a pass, whatever the events were', () => {
    fc.assert(
      fc.property(arbitraryRun(hostileText), (run) => {
        const { suites } = JSON.parse(read(run, 'assessment.json')) as JsonAssessment;
        for (const one of suites.flatMap((suite) => [suite, ...suite.tests])) {
          if (one.outcome === 'passed' || (isGreen(one.outcome) && !('id' in one))) continue;
          assert.ok(one.failure !== undefined, `${one.id} ${one.outcome}`);
          assert.notEqual(one.failure.source, '');
        }
      }),
      { numRuns: 100 },
    );
  });

  it('let nothing act that a test may have said', () => {
    fc.assert(
      fc.property(arbitraryRun(hostileText), (run) => {
        const assessment = assessRun(run.stored());
        for (const [file, text] of renderReports(assessment)) {
          assert.deepEqual(findCommands(text), [], file);
          assert.doesNotMatch(text, HIDDEN, file);
        }
        const annotations = renderAnnotations(assessment);
        assert.deepEqual(findCommands(annotations.join('\n')), annotations);
        assert.deepEqual(findCommands(renderJobSummary(assessment)), []);
      }),
      { numRuns: 150 },
    );
  });
});

describe('annotations', () => {
  it('are one for each cause, ten at most, errors only for what service or exchange answers for', () => {
    const lines = renderAnnotations(assessRun(manyCauses(30).stored()));
    assert.equal(lines.length, 11);
    assert.match(lines[0] ?? '', /^::error title=SYSTEM_CRITICAL C-[0-9a-f]{10}::/u);
    assert.match(lines[10] ?? '', /^::notice::\d+ more causes in assessment\.md$/u);
  });

  it('point at the place where something is to be mended', () => {
    const run = new RunBuilder().suite('s');
    const attempt = run.attempt('s', ['t']);
    const frames = [{ file: 'suites/a.ts', line: 12, column: 3, name: 'f' }];
    run
      .test(attempt, 0, 'failed', { failure: raised('expected 1 to equal 2', { frames }) })
      .finish(attempt, 's', 'failed');
    const [line] = renderAnnotations(assessRun(run.end().stored()));
    assert.match(line ?? '', /^::warning file=suites\/a\.ts,line=12,title=UNCLASSIFIED C-[0-9a-f]{10}::/u);
  });
});

const PYTHON_CHECK = `
import json, sys, xml.etree.ElementTree as tree
told = []
for text in json.load(sys.stdin):
    root = tree.fromstring(text.encode('utf-8'))
    suites = []
    for suite in root:
        cases = suite.findall('testcase')
        count = lambda tag: sum(1 for case in cases if case.find(tag) is not None)
        suites.append([suite.attrib, len(cases), count('failure'), count('error'), count('skipped')])
    texts = [bad.get('message') + bad.text for bad in root.iter() if bad.tag in ('failure', 'error')]
    told.append([root.attrib, suites, all(text.strip() for text in texts)])
json.dump(told, sys.stdout)
`;
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

type Counted = Readonly<Record<string, string>>;
type Parsed = readonly (readonly [Counted, readonly (readonly [Counted, number, number, number, number])[], boolean])[];

/** Reads JUnit files with somebody else's parser; undefined where this host has none. */
function parseWithPython(documents: readonly string[]): Parsed | undefined {
  try {
    const options = { input: JSON.stringify(documents), encoding: 'utf8', maxBuffer: 1e8 } as const;
    return JSON.parse(execFileSync('python3', ['-c', PYTHON_CHECK], options)) as Parsed;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

describe('junit.xml', () => {
  it('is well-formed for a strict parser, and its counts are those of its testcases', function () {
    const runs = fc.sample(arbitraryRun(hostileText), 150);
    const parsed = parseWithPython(runs.map((run) => read(run, 'junit.xml')));
    if (parsed === undefined) {
      leaveOut(this, 'there is no python3, whose XML parser is the judge here');
    }
    for (const [all, suites, hasTexts] of parsed) {
      assert.ok(hasTexts);
      for (const [told, tests, failures, errors, skipped] of suites) {
        assert.deepEqual([told['tests'], told['failures'], told['errors'], told['skipped']].map(Number), [
          tests,
          failures,
          errors,
          skipped,
        ]);
      }
      const sum = (column: 1 | 2 | 3 | 4): number => suites.reduce((total, suite) => total + suite[column], 0);
      assert.deepEqual([all['tests'], all['failures'], all['errors'], all['skipped']].map(Number), [
        sum(1),
        sum(2),
        sum(3),
        sum(4),
      ]);
    }
  });

  it('names heading and cause of what is not green, and the requirements of every test', () => {
    const run = new RunBuilder().suite('s', { covers: ['REQ-9'] });
    const attempt = run.attempt('s', [{ titles: ['a', 'b'], occurrence: 2, requirements: ['REQ-1'] }, 'skips']);
    run.test(attempt, 0, 'failed', {
      reason: 'assertion',
      failure: raised('expected 3 to equal 4', { expected: '4' }),
    });
    run.test(attempt, 1, 'skipped', { reason: 'declared' }).finish(attempt, 's', 'failed').suite('never').end();
    const xml = read(run, 'junit.xml');
    assert.match(xml, /<testsuites name="camera-service" tests="3" failures="1" errors="1" skipped="1" /u);
    assert.match(
      xml,
      /name="a &gt; b #2" [^>]*><properties><property name="requirement" value="REQ-1"\/><property name="heading" value="UNCLASSIFIED"\/>/u,
    );
    assert.match(
      xml,
      /<failure type="assertion" message="\[UNCLASSIFIED C-[0-9a-f]{10}\] expected 3 to equal 4">AssertionError \(raised\): expected 3 to equal 4\nexpected: 4<\/failure>/u,
    );
    assert.match(xml, /<skipped message="skipped \(declared\), and no text was told"\/>/u);
    assert.match(xml, /<testcase classname="never" name="\(not-run\)"/u);
  });
});

describe('categories', () => {
  it('are never a default: each text of a test that fails an assertion stays open', () => {
    const run = new RunBuilder().suite('s');
    const texts = ['mediamtx crashed', 'SYSTEM_CRITICAL', 'mock used', 'ECONNREFUSED', 'timeout'];
    const attempt = run.attempt('s', texts);
    texts.forEach((text, ordinal) =>
      run.test(attempt, ordinal, 'failed', { reason: 'assertion', failure: raised(text) }),
    );
    const { totals }: Assessment = assessRun(run.finish(attempt, 's', 'failed').end().stored());
    assert.equal(totals.causesByHeading.UNCLASSIFIED, texts.length);
    for (const category of CATEGORIES) assert.equal(totals.causesByHeading[category], 0);
  });
});
