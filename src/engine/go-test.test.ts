import assert from 'node:assert/strict';
import { describeBuild, describeDeath, describeFail, describeSkip, findTimeout } from './go-failure.ts';
import { openGoReader } from './go-test-reader.ts';
import { makePattern } from './go-test.ts';
import type { AnnouncedTest } from '#domain';
import { mochaSuite } from '../../fixtures/tools/runner-config.ts';

const announced = (name: string): AnnouncedTest => ({ titles: ['p', name], occurrence: 1, requirements: [] });
const test = (output: string): { output: string; hasSubtests: boolean } => ({ output, hasSubtests: false });

describe('engine go-test', () => {
  it('selects exactly, level by level, whatever a name holds', () => {
    const pattern = makePattern({
      tests: [
        { titles: ['p', 'TestA'], occurrence: 1, requirements: [] },
        { titles: ['p', 'TestB', 'a|b(c)[1].*', 'x'], occurrence: 1, requirements: [] },
      ],
    });
    assert.equal(pattern, String.raw`^TestA$|^TestB$/^a\|b\(c\)\[1\]\.\*$/^x$`);
  });

  it('reads what a test logged, its frames and both sides', () => {
    const output =
      '=== RUN   TestA\n    a_test.go:7: \n        \tError Trace:\ta_test.go:7\n        \texpected: 1\n        \tactual  : 2\n--- FAIL: TestA (0.00s)\n';
    const { outcome, reason, failure } = describeFail(test(output), 'sub');
    assert.deepEqual([outcome, reason], ['failed', 'assertion']);
    assert.deepEqual([failure.expected, failure.actual], ['1', '2']);
    assert.deepEqual(
      failure.frames.map(({ file, line }) => `${file}:${line}`),
      ['sub/a_test.go:7'],
    );
    assert.match(failure.message, /^a_test\.go:7:/u);
  });

  it('keeps what a test printed apart from what it says', () => {
    const { failure } = describeFail(test('=== RUN   T\nhello\n    a_test.go:7: no\n--- FAIL: T (0.00s)\n'), '');
    assert.equal(failure.output, 'hello\n');
  });

  it('knows panics, exits, races, examples and parents of failed subtests', () => {
    const panic = describeFail(
      test('panic: boom [recovered, repanicked]\n\ngoroutine 8 [running]:\np.T()\n\t/x/a_test.go:12 +0x32\n'),
      '',
    );
    assert.deepEqual(
      [panic.reason, panic.failure.message, panic.failure.frames[0]?.line],
      ['exception', 'panic: boom', 12],
    );
    assert.equal(describeFail(test('panic: unexpected call to os.Exit(0) during test\n'), '').reason, 'exit-early');
    assert.equal(
      describeFail(test('    testing.go:1: race detected during execution of test\n'), '').failure.type,
      'race',
    );
    const example = describeFail(test('--- FAIL: ExampleA (0.00s)\ngot:\n1\nwant:\n2\n'), '').failure;
    assert.deepEqual([example.expected, example.actual], ['2', '1']);
    assert.match(describeFail({ output: '', hasSubtests: true }, '').failure.message, /subtests failed/u);
    assert.equal(describeSkip('=== RUN   T\n    a_test.go:5: why\n--- SKIP: T (0.00s)\n')?.message, 'why');
  });

  it('finds the goroutine of the test that took too long', () => {
    const said =
      'panic: test timed out after 1s\n\trunning tests:\n\t\tTestHang (1s)\n\ngoroutine 1 [chan receive]:\nmain.main()\n\t_testmain.go:52 +0x9b\n\ngoroutine 6 [sleep]:\nm/h.TestHang(0x1)\n\t/x/h_test.go:5 +0x1d\n';
    assert.deepEqual(findTimeout(said), { after: '1s', running: ['TestHang'] });
    const { outcome, failure } = describeDeath(said, '', 'TestHang');
    assert.equal(outcome, 'timed-out');
    assert.deepEqual(
      failure.frames.map(({ file, line }) => `${file}:${line}`),
      ['/x/h_test.go:5'],
    );
  });

  it('tells signals, panics of other goroutines and codes apart', () => {
    const words = (said: string): readonly unknown[] => {
      const { outcome, reason, failure } = describeDeath(said, '');
      return [outcome, reason, failure.type];
    };
    assert.deepEqual(words('SIGSEGV: segmentation violation\nPC=0x1\n'), ['crashed', 'signal', 'signal']);
    assert.deepEqual(words('signal: killed\nFAIL\tp\t0.1s\n'), ['crashed', 'signal', 'signal']);
    assert.deepEqual(words('panic: boom\n\ngoroutine 7 [running]:\n'), ['crashed', 'exit-code', 'panic']);
    assert.deepEqual(words('exit status 3\nFAIL\tp\t0.1s\n'), ['errored', 'exit-code', 'exit']);
  });

  it('takes subtests for a part of the one test that is meant', () => {
    const [suite, only] = [mochaSuite('s', 'passes.js'), { tests: [announced('TestA')], file: '' }];
    const place = { tmpDir: '', scratchDir: '', sideDir: '', timeoutMs: 1000, redact: String };
    const reader = openGoReader({ suite, options: {}, lane: 'unit', only, ...place }, '.');
    const lines: readonly object[] = [
      { Action: 'run', Test: 'TestA' },
      { Action: 'run', Test: 'TestA/sub' },
      { Action: 'output', Test: 'TestA/sub', Output: '    a_test.go:7: no\n' },
      { Action: 'fail', Test: 'TestA', Elapsed: 0.01 },
      { Action: 'fail', Test: 'TestA/sub' },
      { Action: 'run', Test: 'TestB' },
      { Action: 'fail' },
    ];
    const told = lines.flatMap((line) => reader.line('stdout', JSON.stringify({ Package: 'p', ...line })));
    const events = [...told, ...(reader.drain?.() ?? [])];
    assert.deepEqual(
      events.flatMap((event) => (event.kind === 'announced' ? event.tests.map(({ titles }) => titles) : [])),
      [['p', 'TestA']],
    );
    const ends = events.flatMap((event) => (event.kind === 'test-ended' ? [event.failure?.message] : []));
    assert.deepEqual(ends, ['a_test.go:7: no']);
  });

  it('says where a package could not be built', () => {
    const failure = describeBuild('# p [p.test]\n./a_test.go:7:1: undefined: X\n', '');
    assert.equal(failure.message, './a_test.go:7:1: undefined: X');
    assert.deepEqual(failure.frames, [{ file: 'a_test.go', line: 7, column: 1, name: '' }]);
  });
});
