import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { exec, inLab, mocha, shell } from './lab.ts';
import { parseAssessment } from './results.ts';

/** What GitHub's runner acts on: `::command::` at the start of a line, spaces before it or not, and `##[command]` anywhere. */
const ACTS = [/^\s*::[^:\s]+(?: [^:]*)?::/u, /##\[[^\]]*\]/u];
const OWN = /^::(?:error|warning|notice|group|endgroup)(?: [a-z]+=[^:,]*(?:,[a-z]+=[^:,]*)*)?::/u;
// oxlint-disable-next-line no-control-regex -- these are what must not come through
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F\u202A-\u202E\u2066-\u2069]/u;

const COMMANDS = [
  '::error file=x::planted',
  '  ::stop-commands::token',
  '##[add-mask]planted',
  'text ##[group]planted',
];

const PRINTS_COMMANDS = `
${COMMANDS.map((line) => `echo '${line}'; echo '${line}' >&2`).join('\n')}
printf '\\033[31mred\\033[0m \\r\\b\\0 \\342\\200\\256 back\\n' >&2
exit 1
`;

const TITLES = `
for (const title of ${JSON.stringify(COMMANDS)}) {
  it(title, () => { throw new Error(title + '\\n' + title); });
  describe(title, () => { it('inner\\n' + title, () => { throw new Error('%0A' + title + '\\r\\n' + title); }); });
}
`;

describe('the output', () => {
  it(
    'starts no workflow command but its own, and holds no control character',
    inLab(async (lab) => {
      lab.write('titles.cjs', TITLES);
      lab.configure({
        suites: [
          shell('prints', PRINTS_COMMANDS),
          { ...mocha('titles', 'x'), files: ['titles.cjs'] },
          mocha('hostile', 'hostile-titles.js'),
        ],
      });
      const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: lab.path('summary.md') };
      const { status, stdout, stderr } = await lab.run(['run', '--all', '-v', '--no-color'], { env });
      assert.equal(status, 1);
      const lines = `${stdout}\n${stderr}`.split('\n');
      const acting = lines.filter((line) => ACTS.some((pattern) => pattern.test(line)) && !OWN.test(line));
      assert.deepEqual(acting, []);
      const own = lines.filter((line) => OWN.test(line));
      assert.ok(own.length > 0 && own.length <= 20, own.join('\n'));
      for (const line of own) assert.doesNotMatch(line.replace(OWN, ''), /##\[/u);
      assert.deepEqual(
        lines.filter((line) => CONTROL.test(line)),
        [],
      );
      assert.match(readFileSync(lab.path('summary.md'), 'utf8'), /REJECT/u);
      const logs = await lab.run(['logs']);
      const logged = logs.stdout.split('\n');
      assert.deepEqual(
        logged.filter((line) => CONTROL.test(line) || ACTS.some((pattern) => pattern.test(line))),
        [],
      );
    }),
  );

  it(
    'of --json is one document and nothing else',
    inLab(async (lab) => {
      lab.configure({ suites: [shell('bad', 'echo noise; echo noise >&2; exit 1'), exec('good', ['true'])] });
      const { status, stdout } = await lab.run(['run', '--all', '--json', '-v']);
      assert.equal(status, 1);
      assert.equal(parseAssessment(stdout).exitCode, 1);
      assert.equal(stdout, lab.report('assessment.json'));
      for (const command of ['list', 'report', 'clean']) {
        const ended = await lab.run([command, '--json']);
        assert.equal(typeof JSON.parse(ended.stdout), 'object', `${command}: ${ended.stdout}`);
      }
    }),
  );

  it(
    'is coloured only where that was asked for',
    inLab(async (lab) => {
      lab.configure({ suites: [exec('bad', ['false'])] });
      await lab.run(['run']);
      const isColoured = async (args: readonly string[], env: Readonly<Record<string, string>>): Promise<boolean> => {
        const { stdout, stderr } = await lab.run(['report', ...args], { env });
        return `${stdout}${stderr}`.includes('\u001B[');
      };
      assert.equal(await isColoured([], {}), false);
      assert.equal(await isColoured([], { FORCE_COLOR: '1' }), true);
      assert.equal(await isColoured([], { FORCE_COLOR: '1', NO_COLOR: '1' }), false);
      assert.equal(await isColoured(['--no-color'], { FORCE_COLOR: '1' }), false);
    }),
  );

  it(
    'of report is the same bytes again, for the most hostile titles, wherever it is asked',
    inLab(async (lab) => {
      lab.write('titles.cjs', TITLES);
      const titles = { ...mocha('titles', 'x'), files: ['titles.cjs'] };
      lab.configure({ suites: [mocha('hostile', 'hostile-titles.js'), titles, mocha('fails', 'fails.js')] });
      await lab.run(['run', '--all']);
      const names = ['assessment.md', 'assessment.json', 'junit.xml', 'UNCLASSIFIED.md', 'environment.json'];
      const first = names.map((name) => lab.report(name));
      const env = { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
      const { status } = await lab.run(['report', lab.latest], { env, cwd: lab.root });
      assert.equal(status, 1);
      assert.deepEqual(
        names.map((name) => lab.report(name)),
        first,
      );
      // oxlint-disable-next-line no-control-regex -- XML 1.0 allows none of these
      assert.doesNotMatch(lab.report('junit.xml'), /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/u);
    }),
  );
});
