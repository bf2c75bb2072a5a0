import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { exec, inLab, shell } from './lab.ts';

const listWorlds = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => name.startsWith('reality-'));

describe('--keep', () => {
  it(
    'always leaves the folder of the world, says where it is, and later runs do not sweep it',
    inLab(async (lab) => {
      lab.configure({
        components: { devices: { kind: 'camera-devices', names: ['video0'] } },
        suites: [exec('looks', ['true'], { requires: ['devices'] })],
      });
      const kept = await lab.run(['run', '--keep', 'always']);
      assert.equal(kept.status, 0, kept.stderr);
      const [world, ...more] = listWorlds(lab.tmp);
      assert.ok(world !== undefined && more.length === 0, `folders: ${listWorlds(lab.tmp).join(', ')}`);
      const folder = join(lab.tmp, world);
      assert.ok(kept.stderr.includes(folder), kept.stderr);
      assert.ok(existsSync(join(folder, 'devices', 'video0')));
      await lab.run(['run']);
      assert.deepEqual(listWorlds(lab.tmp), [world]);
      rmSync(folder, { recursive: true });
    }),
  );

  it(
    'on-failure copies what the suite left as artifacts, and no folder stays',
    inLab(async (lab) => {
      lab.configure({ suites: [shell('writes', 'echo seen >"$REALITY_ARTIFACTS/note.txt"; exit 1')] });
      const ended = await lab.run(['run']);
      assert.equal(ended.status, 1);
      const files = readdirSync(join(lab.latest, 'kept'), { recursive: true, encoding: 'utf8' });
      assert.ok(
        files.some((name) => name.endsWith('note.txt')),
        files.join(', '),
      );
      assert.deepEqual(listWorlds(lab.tmp), []);
    }),
  );
});
