import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readJunit } from './junit.ts';
import type { ResultsFile } from './results-file.ts';

describe('JUnit XML', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'junit-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const read = (content: string | Buffer): ResultsFile => {
    const file = path.join(folder, 'report.xml');
    writeFileSync(file, content);
    return readJunit(file);
  };

  type Row = readonly [suite: string, titles: string, outcome: string, more?: string];
  const rowsOf = (content: string): readonly Row[] =>
    read(content).suites.flatMap(({ name, tests }) =>
      tests.map(({ titles, outcome, reason, marks }): Row => {
        const more = [...(reason === undefined ? [] : [reason]), ...marks].join(' ');
        return more === '' ? [name, titles.join(' > '), outcome] : [name, titles.join(' > '), outcome, more];
      }),
    );

  const dialects: readonly (readonly [writer: string, text: string, rows: readonly Row[]])[] = [
    [
      'surefire, with tests that were run again',
      `<testsuite name="com.A" time="1,234.5" tests="4"><properties><property name="java.version" value="21"/></properties>
        <testcase name="ok" classname="com.A" time="0.1"/>
        <testcase name="bad" classname="com.A"><failure message="expected:&lt;1> but was:&lt;2>" type="org.opentest4j.AssertionFailedError"><![CDATA[x
          at com.A.bad(A.java:12)]]></failure><rerunFailure message="again" type="E"><stackTrace>t</stackTrace><system-out>noise</system-out></rerunFailure></testcase>
        <testcase name="raised" classname="com.A"><error type="java.lang.NullPointerException">NPE</error></testcase>
        <testcase name="flaky" classname="com.A"><flakyFailure type="E" message="once"/></testcase></testsuite>`,
      [
        ['com.A', 'ok', 'passed'],
        ['com.A', 'bad', 'failed', 'assertion'],
        ['com.A', 'raised', 'failed', 'exception'],
        ['com.A', 'flaky', 'passed', 'flaky'],
      ],
    ],
    [
      'pytest',
      `<testsuites name="pytest tests"><testsuite name="pytest" timestamp="2026-11-21T10:00:00+01:00" hostname="vm" time="1">
        <testcase classname="tests.test_a" name="t[a::b]" time="0.5"/>
        <testcase classname="tests.test_a" name="s"><error message="failed on setup with &quot;E&quot;">trace</error></testcase>
        <testcase classname="tests.test_a" name="t"><error message="failed on teardown with &quot;E&quot;"/></testcase>
        <testcase classname="" name="tests.test_b"><error message="collection failure">ImportError</error></testcase>
        <testcase classname="tests.test_a" name="x"><skipped type="pytest.xfail" message="known"/></testcase>
        <testcase classname="tests.test_a" name="y"><failure message="[XPASS(strict)] known"/></testcase>
        <testcase classname="tests.test_a" name="k"><skipped type="pytest.skip" message="why">f.py:1: why</skipped></testcase></testsuite></testsuites>`,
      [
        ['pytest', 'tests.test_a > t[a::b]', 'passed'],
        ['pytest', 'tests.test_a > s', 'errored', 'set-up'],
        ['pytest', 'tests.test_a > t', 'errored', 'teardown'],
        ['pytest', 'tests.test_b', 'errored', 'collection'],
        ['pytest', 'tests.test_a > x', 'passed', 'xfail'],
        ['pytest', 'tests.test_a > y', 'failed', 'assertion xpass'],
        ['pytest', 'tests.test_a > k', 'skipped', 'declared'],
      ],
    ],
    [
      'node --test: tests at the root, nested suites, todo',
      `<testsuites><testcase name="top" classname="test" time="0.1"/>
        <testsuite name="d"><testcase name="in" classname="test"/><testsuite name="e"><testcase name="deep" classname="test"/></testsuite>
        <testcase name="later" classname="test"><skipped type="todo" message="true"/><failure type="testCodeFailure" message="t"/></testcase>
        <testcase name="slow" classname="test"><failure type="testTimeoutFailure" message="test timed out after 5ms"/></testcase></testsuite></testsuites>`,
      [
        ['report', 'top', 'passed'],
        ['d', 'in', 'passed'],
        ['d', 'e > deep', 'passed'],
        ['d', 'later', 'passed', 'xfail'],
        ['d', 'slow', 'timed-out', 'time-limit'],
      ],
    ],
    [
      'vitest, jest-junit, gotestsum: the class repeats what is known',
      `<testsuites><testsuite name="a.test.ts"><testcase classname="a.test.ts" name="d &gt; t"><failure message="x" type="TypeError">TypeError: x</failure></testcase></testsuite>
        <testsuite name="d"><testcase classname="d t" name="d t"/><testcase classname="Test suite failed to run" name="b"><error>Test suite failed to run
        Cannot find module</error></testcase></testsuite>
        <testsuite name="example.com/m"><testcase classname="example.com/m" name="TestA/sub_1"><failure message="Failed" type="">a_test.go:12: bad</failure></testcase></testsuite></testsuites>`,
      [
        ['a.test.ts', 'd > t', 'failed', 'exception'],
        ['d', 'd t', 'passed'],
        ['d', 'Test suite failed to run > b', 'errored', 'collection'],
        ['example.com/m', 'TestA/sub_1', 'failed', 'assertion'],
      ],
    ],
    [
      'playwright',
      `<testsuites id="" name=""><testsuite name="a.spec.ts" hostname="chromium"><testcase name="d › t" classname="a.spec.ts">
        <properties><property name="requirement" value="REQ-1"/></properties>
        <failure message="a.spec.ts:3:1 d › t" type="FAILURE"><![CDATA[  Error: x]]></failure><system-out><![CDATA[[[ATTACHMENT|x.png]]]]></system-out></testcase></testsuite></testsuites>`,
      [['a.spec.ts', 'd › t', 'failed', 'assertion']],
    ],
    [
      'gtest and ctest: words in attributes',
      `<testsuites><testsuite name="S"><testcase name="a" status="run" result="completed"/><testcase name="b" status="notrun" result="suppressed"/>
        <testcase name="c" status="fail"/><testcase name="d" status="disabled"/></testsuite></testsuites>`,
      [
        ['S', 'a', 'passed'],
        ['S', 'b', 'skipped', 'declared'],
        ['S', 'c', 'failed', 'assertion'],
        ['S', 'd', 'skipped', 'declared'],
      ],
    ],
  ];
  for (const [writer, text, rows] of dialects) {
    it(`of ${writer}`, () => {
      assert.deepEqual(rowsOf(text), rows);
      assert.equal(read(text).damage, undefined);
    });
  }

  it('keeps dates in UTC, hosts, durations, texts, frames, values and requirements', () => {
    const [first, second] =
      read(`<testsuites><testsuite name="a" timestamp="2026-11-21T10:00:00" hostname="vm" time="1.5">
      <testcase name="t [REQ-X-1]" time="0.25" file="t.py" line="0"><properties><property name="requirement" value="REQ-2, REQ-3"/></properties>
      <failure message="expected:&lt;1> but was:&lt;2>">at com.A.bad(A.java:12)</failure><system-out>said</system-out></testcase></testsuite>
      <testsuite name="b" timestamp="2026-11-21T10:00:00+02:00"><testcase name="t"/></testsuite></testsuites>`).suites;
    assert.equal(first?.startedAtMs, Date.UTC(2026, 10, 21, 10));
    assert.equal(second?.startedAtMs, Date.UTC(2026, 10, 21, 8));
    assert.deepEqual([first.host, first.durationMs], ['vm', 1500]);
    const [test] = first.tests;
    assert.deepEqual(test?.requirements, ['REQ-X-1', 'REQ-2', 'REQ-3']);
    assert.deepEqual([test.durationMs, test.file, test.line, test.output], [250, 't.py', 1, 'said']);
    assert.equal(test.failure?.message, 'expected:<1> but was:<2>\nat com.A.bad(A.java:12)');
    assert.deepEqual(test.failure.frames, [{ file: 'A.java', line: 12, column: 0, name: 'com.A.bad' }]);
    assert.deepEqual([test.failure.expected, test.failure.actual], ['1', '2']);
  });

  it('leaves out the middle of what is long, and holds no more of it', () => {
    const long = 'x'.repeat(300_000);
    const [suite] = read(
      `<testsuite name="a"><testcase name="t"><failure>begin${long}end</failure></testcase></testsuite>`,
    ).suites;
    const message = suite?.tests[0]?.failure?.message ?? '';
    assert.ok(
      message.startsWith('begin') && message.endsWith('end') && message.length <= 64 * 1024,
      `${message.length}`,
    );
  });

  const good = '<testsuite name="a">\n<testcase name="t"/>\n';
  const hostile: readonly (readonly [what: string, content: string | Buffer, line: number, why: RegExp])[] = [
    [
      'a document type with entities',
      `<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">\n]>\n<testsuite/>`,
      3,
      /DOCTYPE/u,
    ],
    ['an entity that nobody defined', `${good}<testcase name="&lol;"/></testsuite>`, 3, /undefined entity/u],
    ['a name of more than 64 kB', `${good}<testcase name="${'n'.repeat(70_000)}"/></testsuite>`, 3, /name of 70000/u],
    ['bytes that are not UTF-8', Buffer.concat([Buffer.from(good), Buffer.from([0xc3, 0x28])]), 3, /not UTF-8/u],
    ['an encoding that nobody knows', '<?xml version="1.0" encoding="klingon"?><testsuite/>', 1, /klingon/u],
    ['a file that ends in the middle', `${good}<testcase name="u"`, 3, /./u],
    ['an element that is never closed', good, 3, /unclosed tag: testsuite/u],
    ['another document', '<html>\n</html>', 1, /root element is <html>/u],
    ['no document', '', 1, /root element/u],
    ['text', 'all passed', 1, /not well-formed/u],
    ['elements without end', `<testsuite name="a">${'<testsuite>'.repeat(200)}`, 1, /100 deep/u],
    ['closing tags that do not fit', `${good}</testsuites>`, 3, /unexpected close tag/u],
  ];
  for (const [what, content, line, why] of hostile) {
    it(`refuses ${what}, with the line`, () => {
      const { damage } = read(content);
      assert.deepEqual([damage?.line, why.test(damage?.why ?? '')], [line, true], JSON.stringify(damage));
    });
  }

  it('keeps what stood before the damage', () => {
    assert.deepEqual(rowsOf(`${good}<`), [['a', 't', 'passed']]);
  });

  it('keeps control characters, which XML forbids and many tools write, and says so', () => {
    const { damage, warnings, suites } = read(
      '<testsuite name="a"><testcase name="t">\n<failure>\u001b[31mred</failure></testcase></testsuite>',
    );
    assert.equal(damage, undefined);
    assert.deepEqual(warnings, ['line 2: characters that XML does not allow were kept']);
    assert.equal(suites[0]?.tests[0]?.failure?.message, '\u001b[31mred');
  });

  it('reads other encodings that the file declares', () => {
    const latin = Buffer.from(
      '<?xml version="1.0" encoding="ISO-8859-1"?><testsuite name="\u00fc"><testcase name="t"/></testsuite>',
      'latin1',
    );
    assert.equal(read(latin).suites[0]?.name, 'ü');
    const wide = Buffer.from('\u{FEFF}<testsuite name="ü"><testcase name="t"/></testsuite>', 'utf16le');
    assert.equal(read(wide).suites[0]?.name, 'ü');
  });
});
