import assert from 'node:assert/strict';
import { inLab, shell } from './lab.ts';

/** MediaMTX starts it in a process group of its own and waits for it without limit; it ignores every polite word. */
const HOOK = `
trap '' INT TERM HUP
echo $$ > "$HOOKED"
while :; do sleep 300; done
`;

/** Tools are found where this user has them; everything else of the lab stays its own. */
function toolVariables(): Readonly<Record<string, string>> {
  const wanted = Object.entries(process.env).filter(([name]) =>
    /^(?:HOME|XDG_CACHE_HOME|REALITY_OPT_\w+)$/u.test(name),
  );
  return Object.fromEntries(wanted.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

describe('a hook of MediaMTX', () => {
  it(
    'that will not end dies with its world',
    inLab(async (lab) => {
      const hook = lab.write('hook.sh', HOOK);
      const hooked = lab.path('hooked');
      lab.configure({
        components: {
          mediamtx: {
            kind: 'mediamtx',
            protocols: ['rtsp'],
            paths: { camera: { runOnReady: `bash ${hook}` } },
            env: { HOOKED: hooked },
            graceMs: 500,
          },
          stream: { kind: 'ffmpeg-stream', publishTo: 'mediamtx', path: 'camera', source: 'clip' },
        },
        suites: [
          shell('waits', `for i in $(seq 200); do [ -s ${hooked} ] && exit 0; sleep 0.05; done; exit 1`, {
            requires: ['stream'],
          }),
        ],
      });
      const { status, stderr } = await lab.run(['run', '--all'], { env: toolVariables() });
      assert.equal(lab.suite('waits').outcome, 'passed', stderr);
      const stopped = lab.events().find(({ kind }) => kind === 'world-stopped');
      assert.ok(stopped?.kind === 'world-stopped');
      assert.deepEqual(stopped.survivors, []);
      assert.ok(stopped.tookMs <= 5000, `${stopped.tookMs} ms`);
      assert.ok(status === 0 || status === 1);
    }),
  ).timeout(300_000);
});
