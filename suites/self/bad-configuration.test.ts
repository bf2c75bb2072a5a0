import assert from 'node:assert/strict';
import { inLab } from './lab.ts';

describe('a wrong configuration', () => {
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
      const texts = ['', '[]', 'version: 2\nproject: x\n', '\u0000\u0001', '&a [*a]', '? [x]\n: y\n'];
      for (const text of texts) {
        lab.write('reality.yaml', text);
        const { status, stderr } = await lab.run(['run', '--all']);
        assert.equal(status, 2, `${JSON.stringify(text)}: ${stderr}`);
        assert.doesNotMatch(stderr, /a bug of ours|\n {4}at /u, JSON.stringify(text));
      }
    }),
  );
});
