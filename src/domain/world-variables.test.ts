import assert from 'node:assert/strict';
import type { ComponentDeclaration } from './config.ts';
import { findVariableCollisions, makeWorldVariables } from './world-variables.ts';

const nothing: ComponentDeclaration = { ports: [], urls: [], secrets: [], dirs: [], facts: [] };

describe('world variables', () => {
  it('tell everything of a world file, hyphens as underscores', () => {
    const variables = makeWorldVariables({
      version: 1,
      runId: 'r',
      suite: 's',
      nonce: 'n',
      dirs: { recordings: '/w/recordings' },
      control: '/w/control',
      components: {
        'camera-0': {
          kind: 'ffmpeg-stream',
          host: '127.0.0.1',
          ports: { rtsp: 20001 },
          urls: { rtsp: 'rtsp://x' },
          pid: 7,
          secrets: { jwt: 'k' },
          facts: { path: 'camera0' },
        },
      },
    });
    assert.deepEqual(variables, {
      REALITY_DIR_RECORDINGS: '/w/recordings',
      REALITY_CAMERA_0_HOST: '127.0.0.1',
      REALITY_CAMERA_0_PORT_RTSP: '20001',
      REALITY_CAMERA_0_URL_RTSP: 'rtsp://x',
      REALITY_CAMERA_0_FACT_PATH: 'camera0',
      REALITY_CAMERA_0_SECRET_JWT: 'k',
    });
  });

  it('are refused when two components would be told alike', () => {
    const problems = findVariableCollisions([
      { name: 'cam-url', declares: { ...nothing, ports: [{ name: 'a', protocol: 'tcp' }] } },
      { name: 'cam', declares: { ...nothing, urls: ['port-a'] } },
    ]);
    assert.deepEqual(problems, [
      'url port-a of component cam and port a of component cam-url would both be told as REALITY_CAM_URL_PORT_A',
    ]);
  });

  it('are refused where a child would read an option, a fact of the run or a directory', () => {
    assert.equal(findVariableCollisions([{ name: 'opt', declares: nothing }]).length, 1);
    assert.equal(findVariableCollisions([{ name: 'dir', declares: nothing }]).length, 0);
    assert.equal(findVariableCollisions([{ name: 'a', declares: { ...nothing, dirs: ['logs'] } }]).length, 1);
  });
});
