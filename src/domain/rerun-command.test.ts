import assert from 'node:assert/strict';
import { repeatCommand, rerunCommand } from './rerun-command.ts';

describe('rerunCommand', () => {
  const table: readonly (readonly [readonly string[], string])[] = [
    [['run', '--all'], 'reality run a'],
    [['run', '-c', 'x.yaml', '--tag', 'smoke', '-j', '2'], 'reality run a --config x.yaml'],
    [['run', '--config=x.yaml', '--profile', 'staging'], 'reality run a --config x.yaml --profile staging'],
    [['run', '-o', "it's here"], "reality run a --output 'it'\\''s here'"],
    [['run', '--profile', '$(reboot)'], "reality run a --profile '$(reboot)'"],
    [['run', '--', '-c', 'no-option'], 'reality run a'],
    [['run', '-c'], 'reality run a'],
  ];
  for (const [argv, command] of table) {
    it(argv.join(' '), () => assert.equal(rerunCommand({ argv }, ['a']), command));
  }
});

describe('repeatCommand', () => {
  const table: readonly (readonly [readonly string[], string | undefined])[] = [
    [['run', '--all', '--tag', 'smoke'], 'reality run --all --tag smoke --seed 5eed'],
    [['run', 'a', '--seed', 'old', '-c', 'x.yaml'], 'reality run a -c x.yaml --seed 5eed'],
    [['run', '--seed=old', '--', 'it is'], "reality run --seed 5eed -- 'it is'"],
    [['assess', '--junit', 'x.xml'], undefined],
  ];
  for (const [argv, command] of table) {
    it(argv.join(' '), () => assert.equal(repeatCommand({ argv, seed: '5eed' }), command));
  }
});
