import assert from 'node:assert/strict';
import { rerunCommand } from './rerun-command.ts';

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
