import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PYTESTS, obtainPytest } from '../../fixtures/foreign/pytests.ts';
import { Lab, ROOT } from '../self/lab.ts';
import { compareWithOwn } from './compare-with-own.ts';
import { readPytestReport } from './pytest-report.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

const PROJECT = join(ROOT, 'fixtures', 'foreign', 'pytest-camera');

/** Tools are found where this user has them. */
function toolVariables(): Readonly<Record<string, string>> {
  const wanted = Object.entries(process.env).filter(([name]) =>
    /^(?:HOME|XDG_CACHE_HOME|REALITY_OPT_\w+)$/u.test(name),
  );
  return Object.fromEntries(wanted.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

describe("the camera service's own pytest suite", () => {
  let lab: Lab | undefined;
  before('one run of it', async function runIt() {
    this.timeout(400_000);
    const obtained = await obtainPytest(PYTESTS.at(-1) ?? assert.fail());
    if (obtained.kind === 'absent') {
      leaveOut(this, obtained.why);
    }
    lab = new Lab();
    cpSync(PROJECT, lab.project, { recursive: true });
    // In another folder the service lies elsewhere, and pytest is to write its own report beside ours.
    const text = readFileSync(join(PROJECT, 'reality.yaml'), 'utf8')
      .replaceAll('../../../dist', join(ROOT, 'dist'))
      .replaceAll(/files: \[tests\/(\w+)\]/gu, '$&\n    args: [--junitxml=own-$1.xml]');
    writeFileSync(lab.path('reality.yaml'), text);
    const PATH = [join(obtained.folder, 'bin'), process.env['PATH']].join(delimiter);
    const ended = await lab.run(['run', '--all'], { env: { ...toolVariables(), PATH } });
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
  });
  after('nothing is left of it', async () => lab?.close());

  for (const name of ['smoke', 'integration']) {
    it(`${name}: as pytest's own report tells it`, () => {
      assert.ok(lab);
      const suite = lab.suite(name);
      const files = [...new Set(suite.tests.flatMap(({ titles }) => titles.slice(0, 1)))];
      const own = readPytestReport(readFileSync(lab.path(`own-${name}.xml`), 'utf8'), files);
      assert.ok(own.length >= 8);
      compareWithOwn(suite, own);
    });
  }

  it('cites requirements by docstring, by marker, and by the map of the configuration', () => {
    const cited = lab?.assessment().suites.flatMap(({ tests }) => tests.filter((test) => test.requirements.length > 0));
    assert.deepEqual(cited?.map(({ titles, requirements }) => [titles.at(-1), ...requirements]).toSorted(), [
      ['test_stream_is_reported', 'REQ-CAM-001'],
      ['test_websocket_real_connection', 'REQ-WS-001'],
      ['test_websocket_server_stats', 'REQ-WS-001'],
    ]);
  });
});
