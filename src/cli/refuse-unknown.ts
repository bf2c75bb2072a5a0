import type { Command } from 'commander';

/** With `--help` behind it a word that is no command would be answered with the help of the whole program, as if there were one. */
export function refuseUnknown(program: Command, argv: readonly string[]): void {
  const [first = '-'] = argv;
  if (!argv.includes('--help') && !argv.includes('-h')) return;
  const isKnown = first === 'help' || program.commands.some((command) => command.name() === first);
  if (first.startsWith('-') || isKnown) return;
  program.error(`error: unknown command '${first}'`, { code: 'commander.unknownCommand' });
}
