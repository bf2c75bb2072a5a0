import type { Command } from 'commander';

/** Options of `assess` besides where the run is: each outranks what the run was configured with. */
export function addAssessOptions(command: Command): Command {
  return command
    .option('--document <id>', 'id of the document')
    .option('--date <text>', 'date of the document (default: the day of the run)')
    .option('--role <text>', 'in which role it is written, such as IV&V')
    .option('--phase <text>', 'phase of the project')
    .option('--status <text>', 'status of the document, such as draft')
    .option('--baseline <run>', 'an earlier run, to say how confidence changed')
    .option('--accepted <file>', 'accepted causes as they are now, not as they were when the run was made')
    .option('--effort <cause=range...>', "a person's word on an effort: C-0123456789=2h, or =1h..4h")
    .option('--history <dir>', 'a reports folder with earlier runs, to learn efforts from');
}
