import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { inLab } from './lab.ts';

const MANY_MISTAKES = `version: 1
project: wrong
components:
  first:
    kind: service
    command: [node, service.js]
    comand: [node]
    requires: [second]
  second:
    kind: service
    command: [node, service.js]
    requires: [first]
    ports: [http]
    env: { PORT: "\${second.ports.htp}", HOST: "\${nobody.host}" }
suites:
  - { name: absent, engine: mocha, files: [absent.js] }
  - { name: misspelt, engine: mocah, files: [absent.js], timeout: soon }
  - { name: lost, engine: exec, command: ["true"], requires: [secnd], lan: unit }
gate: {}
`;

const EXPECTED = [
  /reality\.yaml:7:5: unknown key "comand" in components\.first; did you mean "command"\?/u,
  /reality\.yaml:8:5: components require each other in a circle: first → second → first/u,
  /reality\.yaml:14:\d+: \$\{second\.ports\.htp\} names nothing that second has under ports; did you mean "http"\?/u,
  /reality\.yaml:14:\d+: \$\{nobody\.host\} names no component/u,
  /reality\.yaml:16:\d+: suite absent: there is no file absent\.js/u,
  /reality\.yaml:17:\d+: "mocah" is no engine; did you mean "mocha"\?/u,
  /reality\.yaml:17:\d+: suites\[1\]\.timeout must be a duration/u,
  /reality\.yaml:18:\d+: suite lost requires "secnd", which is no component; did you mean "second"\?/u,
  /reality\.yaml:18:\d+: unknown key "lan" in suites\[2\]; did you mean "lane"\?/u,
  /reality\.yaml:19:1: unknown key "gate" at the top level; did you mean "gates"\?/u,
];

describe('a wrong configuration', () => {
  it(
    'is told with file, line and nearest key, all mistakes at once, and nothing is started or written',
    inLab(async (lab) => {
      lab.write('reality.yaml', MANY_MISTAKES);
      for (const command of ['run', 'list']) {
        const { status, stdout, stderr } = await lab.run([command]);
        assert.equal(status, 2, stderr);
        assert.equal(stdout, '');
        for (const line of EXPECTED) assert.match(stderr, line);
        assert.match(stderr, new RegExp(`has ${EXPECTED.length} mistakes`, 'u'));
        assert.equal(existsSync(lab.reports), false);
      }
    }),
  );

  it(
    'that is no YAML says where it ends to be one',
    inLab(async (lab) => {
      lab.write('reality.yaml', 'version: 1\nproject: "unclosed\nsuites: []\n');
      const { status, stderr } = await lab.run(['run', '--all']);
      assert.equal(status, 2);
      assert.match(stderr, /reality\.yaml:\d+:\d+: /u);
    }),
  );

  it(
    'of any other kind gets a sentence, never a stack',
    inLab(async (lab) => {
      const texts = [
        '',
        '[]',
        'null',
        '42',
        '"text"',
        'version: 2\nproject: x\n',
        '\u0000\u0001',
        '&a [*a]',
        '? [x]\n: y\n',
      ];
      for (const text of texts) {
        lab.write('reality.yaml', text);
        const { status, stderr } = await lab.run(['run', '--all']);
        assert.equal(status, 2, `${JSON.stringify(text)}: ${stderr}`);
        assert.doesNotMatch(stderr, /a bug of ours|\n {4}at /u, JSON.stringify(text));
      }
    }),
  );
});
