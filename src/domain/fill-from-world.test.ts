import assert from 'node:assert/strict';
import { fillFromWorld } from './fill-from-world.ts';
import type { WorldFile } from './world-file.ts';

const WORLD: WorldFile = {
  version: 1,
  runId: 'r',
  suite: 's',
  nonce: 'n',
  control: '/c',
  dirs: { logs: '/w/logs' },
  components: {
    app: {
      kind: 'service',
      host: '127.0.0.1',
      ports: { http: 80 },
      urls: { api: 'http://127.0.0.1:80' },
      pid: 1,
      secrets: { key: 'k' },
      facts: { path: 'p' },
    },
  },
};

describe('fillFromWorld', () => {
  it('resolves everything that a suite may refer to', () => {
    const text =
      '${app.host}:${app.ports.http} ${app.urls.api} ${app.secrets.key} ${app.facts.path} ${dirs.logs} $${x}';
    assert.equal(fillFromWorld(text, WORLD), '127.0.0.1:80 http://127.0.0.1:80 k p /w/logs ${x}');
  });

  it('leaves texts without references alone, also without a world', () => {
    assert.equal(fillFromWorld('$HOME $${HOME}', undefined), '$HOME ${HOME}');
    assert.throws(() => fillFromWorld('${app.host}', undefined), /names nothing in this world/u);
  });
});
