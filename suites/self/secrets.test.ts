import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROGRAMS, exec, inLab } from './lab.ts';
import { readAllFiles } from './results.ts';

const CALLER = 'canary-of-the-caller-4711';
const LITERAL = 'canary-literal-pass-4712';
const USER_INFO = 'canary-rtsp-pass-4713';

/** Tells its secret wherever a suite can tell anything, and puts it down for the test to know it. */
const TELLS_ALL = `
const { createHmac } = require('node:crypto');
const { writeFileSync, appendFileSync } = require('node:fs');
const { join } = require('node:path');
const world = JSON.parse(require('node:fs').readFileSync(process.env.REALITY_WORLD, 'utf8'));
const secret = world.components.service.secrets.key;
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = part({ alg: 'HS256', typ: 'JWT' }) + '.' + part({ sub: 'canary-of-the-token', role: 'admin' });
const token = unsigned + '.' + createHmac('sha256', secret).update(unsigned).digest('base64url');
writeFileSync(process.env.CANARIES, JSON.stringify([secret, token, process.env.API_TOKEN]));
const forms = [
  secret,
  token,
  Buffer.from(secret).toString('base64'),
  Buffer.from('user:' + secret).toString('base64'),
  'rtsp://user:' + secret + '@127.0.0.1/camera0',
  process.env.CAMERA_URL,
  process.env.API_TOKEN,
  String(process.env.CALLERS_TOKEN),
];
describe('title with ' + forms.join(' '), () => {
  for (const form of forms) {
    it('told ' + form, () => {
      console.log(form);
      console.error('on stderr ' + form);
      writeFileSync(join(process.env.REALITY_ARTIFACTS, 'told.txt'), 'nothing');
      throw Object.assign(new Error('raised ' + form), { expected: form, actual: 'x' + form, code: form });
    });
  }
});
`;

describe('secrets', () => {
  it(
    'of every kind stand in no file of a run, and on neither stream',
    inLab(async (lab) => {
      const canaries = join(lab.root, 'canaries');
      lab.write('tells.cjs', TELLS_ALL);
      lab.configure({
        components: {
          service: {
            kind: 'service',
            command: [
              'bash',
              '-c',
              `node ${join(PROGRAMS, 'prints-secret.js')}; echo "$CAMERA_URL $API_TOKEN"; sleep 300`,
            ],
            secrets: ['key'],
            env: {
              SECRET: '${service.secrets.key}',
              API_TOKEN: LITERAL,
              CAMERA_URL: `rtsp://admin:${USER_INFO}@127.0.0.1:1/camera0`,
            },
          },
        },
        suites: [
          {
            name: 'tells',
            engine: 'mocha',
            files: ['tells.cjs'],
            requires: ['service'],
            secrets: ['service.key'],
            env: {
              CANARIES: canaries,
              API_TOKEN: LITERAL,
              CAMERA_URL: `rtsp://admin:${USER_INFO}@127.0.0.1:1/camera0`,
            },
          },
          exec('prints', ['node', join(PROGRAMS, 'prints-secret.js')], {
            requires: ['service'],
            secrets: ['service.key'],
            env: { SECRET: '${service.secrets.key}' },
          }),
        ],
      });
      const env = { CALLERS_TOKEN: CALLER, GITHUB_ACTIONS: 'true' };
      const { status, stdout, stderr } = await lab.run(['run', '--all', '-v'], { env });
      assert.equal(status, 1, stderr);
      const told: unknown = JSON.parse(readFileSync(canaries, 'utf8'));
      assert.ok(Array.isArray(told) && told.length === 3);
      const files = readAllFiles(lab.reports);
      const texts = new Map([...files, ['stdout', stdout], ['stderr', stderr]]);
      for (const canary of [...told.map(String), CALLER, LITERAL, USER_INFO]) {
        for (const form of [canary, Buffer.from(canary).toString('base64')]) {
          const found = [...texts].filter(([, text]) => text.includes(form)).map(([name]) => name);
          assert.deepEqual(found, [], `${form} stands there`);
        }
      }
      assert.match([...texts.values()].join(''), /raised \[redacted\]/u);
    }),
  );
});
