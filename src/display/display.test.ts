import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arbitraryRun, hostileText } from '../../fixtures/tools/arbitrary-run.ts';
import { assessRun } from '../../fixtures/tools/assess-run.ts';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { realnessRun } from '../../fixtures/tools/realness-run.ts';
import { findCommands } from '../../fixtures/tools/find-commands.ts';
import { HIDDEN } from '../../fixtures/tools/hidden-characters.ts';
import { makeDisplay } from './display.ts';
import type { DisplaySettings } from './display.ts';
import { renderSummary } from './summary.ts';
import { fitColumns, terminalLine } from './terminal-text.ts';

/** Shows the records of a run to a display and returns what it wrote, piece by piece. */
function show(run: RunBuilder, settings: Partial<DisplaySettings> = {}): readonly string[] {
  const written: string[] = [];
  const { records } = run.stored();
  let nowMs = 0;
  const display = makeDisplay({
    mode: 'plain',
    colour: false,
    columns: () => 80,
    write: (text) => written.push(text),
    nowMs: () => nowMs,
    verbose: false,
    ...settings,
  });
  for (const record of records) {
    nowMs = record.atMs;
    display.show(record);
  }
  display.close();
  return written;
}

/** What a terminal shows in the end: lines are erased as the escape sequences say. */
function screen(written: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const piece of written) {
    const up = /^<ESC>\[(\d+)A<ESC>\[0J$/u.exec(piece.replaceAll('\u001B', '<ESC>'))?.[1];
    if (up === undefined) lines.push(...piece.split('\n').slice(0, -1));
    else assert.equal(lines.splice(lines.length - Number(up)).length, Number(up), 'erases what it never drew');
  }
  return lines;
}

function mixedRun(): RunBuilder {
  const run = new RunBuilder().suite('passes').suite('fails').suite('skips').suite('needs').suite('waits');
  run.emit({ kind: 'warning', about: 'configuration', text: 'port x is leased but not used' });
  run.emit({ kind: 'world-starting', world: 'w1', suites: ['passes'], components: ['mediamtx', 'service'] }).wait(400);
  const passes = run.attempt('passes', ['a', 'b']);
  run
    .test(passes, 0, 'passed')
    .test(passes, 1, 'passed')
    .finish(passes, 'passes', 'passed', { marks: ['flaky'] });
  const fails = run.attempt('fails', ['a', 'b', 'c']);
  run.incident('component-exited', { text: 'service exited with code 7' });
  run.incident('component-exited', { id: 'w1.i2', text: 'mediamtx was killed on demand', intended: true });
  run.test(fails, 0, 'passed').test(fails, 1, 'failed', { failure: raised('expected 3\nto equal 4') });
  run.test(fails, 2, 'skipped').finish(fails, 'fails', 'failed');
  const skips = run.attempt('skips', ['a']);
  run.test(skips, 0, 'skipped').finish(skips, 'skips', 'skipped');
  const failure = { type: 'host-need', message: 'this host lacks jq', source: 'runner', frames: [] } as const;
  run.emit({ kind: 'suite-ended', suite: 'needs', outcome: 'blocked', reason: 'host-need', marks: [], failure });
  run.attempt('waits', ['a', 'b']);
  return run.wait(1500);
}

describe('progress on a terminal that is none', () => {
  it('is lines that stay, each suite once', () => {
    assert.deepEqual(screen(show(mixedRun())), [
      '! port x is leased but not used',
      '✓ passes 2/2 [flaky] 410 ms',
      '! service exited with code 7',
      '✗ fails failed 1/3 (1 skipped) 15 ms',
      '    expected 3 to equal 4',
      '- skips skipped 0/1 (1 skipped) 5 ms',
      '✗ needs blocked',
      '    this host lacks jq',
    ]);
  });

  it('is only what went wrong when asked to be quiet', () => {
    assert.deepEqual(screen(show(mixedRun(), { mode: 'quiet' })), [
      '! port x is leased but not used',
      '! service exited with code 7',
      '✗ fails failed 1/3 (1 skipped) 15 ms',
      '    expected 3 to equal 4',
      '✗ needs blocked',
      '    this host lacks jq',
    ]);
  });

  it('names component states, ports and control verbs when asked to be verbose', () => {
    const run = new RunBuilder();
    const place = { world: 'w1', component: 'service' } as const;
    run.emit({ kind: 'port-leased', ...place, name: 'ws', port: 21_250 });
    run.emit({ kind: 'component-state', ...place, state: 'ready', pid: 7, afterMs: 41.6, note: 'its probes answered' });
    run.emit({ kind: 'control-used', ...place, suite: 's', verb: 'kill', ok: false, error: 'no process' });
    assert.deepEqual(show(run), []);
    assert.deepEqual(screen(show(run, { verbose: true })), [
      '  w1 service ws on port 21250',
      '  w1 service ready +42 ms its probes answered',
      '  w1 service kill: no process',
    ]);
  });

  it('tells what the scan and the canaries found when something is wrong, else only when asked to be verbose', () => {
    const run = new RunBuilder();
    const scan = { kind: 'scan-made', files: 31, warned: 1, tolerated: 0 } as const;
    run.emit({ ...scan, blocked: 0 }).emit({ ...scan, blocked: 2, tolerated: 3 });
    run.emit({ kind: 'canary-made', canary: { engine: 'mocha', refused: true, note: 'nock was refused', tookMs: 80 } });
    run.emit({ kind: 'canary-made', canary: { engine: 'jest', refused: false, note: 'it was used', tookMs: 90 } });
    const wrong = [
      '! scan of 31 files: 2 mocks where mocks are forbidden, 1 listed only, 3 tolerated',
      '! the guard let a known mock pass in engine jest: it was used',
    ];
    assert.deepEqual(screen(show(run)), wrong);
    assert.deepEqual(screen(show(run, { verbose: true })), [
      '  scan of 31 files: no mock, 1 listed only',
      wrong[0],
      '  canary in mocha: nock was refused after 80 ms',
      wrong[1],
    ]);
  });

  it('counts a test once in which a mock was found after it had passed', () => {
    const run = new RunBuilder().suite('s');
    const attempt = run.attempt('s', ['a', 'b']);
    run.test(attempt, 0, 'passed').test(attempt, 1, 'passed').test(attempt, 1, 'mock-violation');
    run.finish(attempt, 's', 'mock-violation');
    assert.match(screen(show(run)).join('\n'), /^✗ s mock-violation 1\/2 /u);
  });

  it('holds no escape sequence and starts no workflow command, whatever was told', () => {
    fc.assert(
      fc.property(arbitraryRun(hostileText), fc.boolean(), (run, verbose) => {
        const text = show(run, { verbose }).join('');
        assert.doesNotMatch(text, HIDDEN);
        assert.deepEqual(findCommands(text), []);
      }),
      { numRuns: 150 },
    );
  });
});

describe('progress on a terminal', () => {
  it('ends with the same lines as elsewhere', () => {
    assert.deepEqual(screen(show(mixedRun(), { mode: 'live' })), screen(show(mixedRun())));
  });

  it('redraws a line for each running suite and a foot, cut to the width', () => {
    const pieces = show(mixedRun(), { mode: 'live', columns: () => 24 });
    const lastDrawn = pieces.findLast((piece) => piece.includes('of 5 suites')) ?? '';
    assert.equal(lastDrawn, '4 of 5 suites, 2 not gr\n');
    const running = pieces.find((piece) => piece.startsWith('… fails')) ?? '';
    assert.equal(running.split('\n')[0], '… fails 0/3 0 ms');
  });

  it('redraws as time goes by, and no longer after it was closed', async () => {
    const written: string[] = [];
    const display = makeDisplay({
      mode: 'live',
      colour: true,
      columns: () => 80,
      write: (text) => written.push(text),
      nowMs: () => performance.now(),
      verbose: false,
    });
    for (const record of new RunBuilder().suite('s').stored().records) display.show(record);
    const deadlineMs = performance.now() + 10_000;
    while (written.length < 5 && performance.now() < deadlineMs) await new Promise((resolve) => setImmediate(resolve));
    display.close();
    const { length } = written;
    assert.ok(length >= 5);
    assert.deepEqual(screen(written), []);
    display.say('afterwards');
    assert.equal(written.length, length + 1);
  });

  it('says names of tests without letting them act', () => {
    const written: string[] = [];
    const write = (text: string): void => void written.push(text);
    const display = makeDisplay({
      mode: 'plain',
      colour: false,
      columns: () => 80,
      write,
      nowMs: () => 0,
      verbose: false,
    });
    display.say('experiment 1 of 2: rerun-alone of s::\u001B[31mred\n##[error]owned\r\n::error::owned\u0007');
    display.close();
    const [said = '', ...more] = written;
    assert.deepEqual(more, []);
    assert.doesNotMatch(said.trimEnd(), HIDDEN);
    assert.equal(said.split('\n').length, 2);
    assert.deepEqual(findCommands(said), []);
  });

  it('shows no more lines than fit on a screen', () => {
    const run = new RunBuilder();
    for (let number = 1; number <= 40; number += 1) run.suite(`s${number}`);
    for (let number = 1; number <= 40; number += 1) run.attempt(`s${number}`, ['t']);
    run.emit({ kind: 'warning', about: 'x', text: 'draw' });
    const drawn = show(run, { mode: 'live' }).findLast((piece) => piece.includes('of 40 suites')) ?? '';
    assert.equal(drawn.split('\n').length, 13);
    assert.match(drawn, /\n… and 30 more\n0 of 40 suites\n$/u);
  });

  it('erases exactly what it drew, whatever was told', () => {
    fc.assert(
      fc.property(arbitraryRun(hostileText), fc.integer({ min: 1, max: 200 }), (run, columns) => {
        for (const line of screen(show(run, { mode: 'live', columns: () => columns })))
          assert.doesNotMatch(line, HIDDEN);
      }),
      { numRuns: 100 },
    );
  });

  it('counts wide characters as two columns', () => {
    assert.equal(fitColumns('漢字漢字', 5), '漢字');
    assert.equal(fitColumns('🙂🙂', 3), '🙂');
    assert.equal(fitColumns('✓ … plain', 9), '✓ … plain');
  });
});

describe('summary', () => {
  const options = { colour: false, reports: 'reports/latest/assessment.md' };

  it('ends with verdict, counts, paths and the command to run again', () => {
    const text = renderSummary(assessRun(mixedRun().end().stored()), options);
    assert.deepEqual(text.split('\n').slice(-8), [
      'REJECT camera-service: 1 cause SYSTEM_CRITICAL',
      '  and: gate not met: pass rate (3 / 4 = 0.7500 < 1)',
      '8 tests in 5 suites in 1.9 s: 3 passed, 1 failed, 2 skipped, 2 not-run, 1 suite blocked',
      'mocks:   not checked',
      'budget:  duration 1.9 s of 10 min 0 s, memory 64.0 MB of 2.1 GB, disk 1.0 MB of 1.1 GB, network 1.2 kB of 104.9 MB, 0 left over',
      'reports: reports/latest/assessment.md',
      'again:   reality run fails needs waits',
      '',
    ]);
  });

  it('says of each cause what to do, and where to begin when that is not known', () => {
    const run = mixedRun();
    const attempt = run.attempt('waits', ['a'], 'w9');
    const frames = [{ file: 'a.ts', line: 9, column: 1, name: 'f' }];
    run
      .test(attempt, 0, 'failed', { failure: raised('expected 1\n\nto equal 2', { frames }) })
      .finish(attempt, 'waits', 'failed');
    const lines = renderSummary(assessRun(run.end().stored()), options).split('\n');
    const at = lines.findIndex((line) =>
      /^UNCLASSIFIED C-[0-9a-f]{10} AssertionError: expected 1 to equal 2$/u.test(line),
    );
    assert.deepEqual(lines.slice(at + 1, at + 4), ['  at: a.ts:9', '    waits::a', '']);
    const need = lines.findIndex((line) => line.includes('this host lacks jq'));
    assert.match(lines[need + 1] ?? '', /^ {2}do: install what the sentence names \(suites\.needs\.needs\)$/u);
  });

  it('says how many suites are attested, and names the others', () => {
    const text = renderSummary(assessRun(realnessRun().stored()), options);
    assert.ok(
      text.includes(
        '\nreal:    2 of 5 suites attested, 1 hollow (idle), 1 unguarded (loose), 1 mocked (faked), passing with an edge refused: health\n',
      ),
      text,
    );
  });

  it('of a green run is short and has nothing to run again', () => {
    const text = renderSummary(assessRun(new RunBuilder().green('s', ['a']).end().stored()), options);
    assert.equal(text.split('\n').length, 7);
    assert.match(
      text,
      /^\nACCEPT camera-service: 1 of 1 executed tests passed, and every gate is met\n1 test in 1 suite in 5 ms: 1 passed\n/u,
    );
    assert.doesNotMatch(text, /again:/u);
  });

  it('holds colours only when asked for, and nothing that acts', () => {
    assert.ok(renderSummary(assessRun(mixedRun().end().stored()), { ...options, colour: true }).includes('\u001B[31m'));
    fc.assert(
      fc.property(arbitraryRun(hostileText), hostileText, (run, reports) => {
        const text = renderSummary(assessRun(run.stored()), { colour: false, reports });
        assert.doesNotMatch(text, HIDDEN);
        assert.deepEqual(findCommands(text), []);
      }),
      { numRuns: 150 },
    );
  });

  it('does not drown in causes', () => {
    const run = new RunBuilder().suite('s');
    const titles = Array.from({ length: 50 }, (_, index) => `t${index}`);
    const attempt = run.attempt('s', titles);
    titles.forEach((title, ordinal) => run.test(attempt, ordinal, 'failed', { failure: raised(`about ${title}`) }));
    const text = renderSummary(assessRun(run.finish(attempt, 's', 'failed').end().stored()), options);
    assert.match(text, /\n… and 42 more causes, in assessment\.md\n/u);
    assert.ok(text.split('\n').length < 40);
  });
});

describe('a line of a log', () => {
  it('keeps its indentation and nothing that acts', () => {
    assert.equal(terminalLine('    at f (a.js:1)'), '    at f (a.js:1)');
    assert.equal(terminalLine('\t::error::x\r'), '    : :error::x\\u{d}');
    fc.assert(
      fc.property(hostileText, (text) => {
        assert.doesNotMatch(terminalLine(text), HIDDEN);
        assert.deepEqual(findCommands(terminalLine(text)), []);
      }),
    );
  });
});
