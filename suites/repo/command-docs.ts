import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './repository.ts';

/** Commands in the order of the page. */
const COMMANDS = [
  'run',
  'list',
  'up',
  'doctor',
  'setup',
  'init',
  'report',
  'assess',
  'accept',
  'compare',
  'logs',
  'clean',
  'schema',
  'completion',
];

const HEAD = `# Command line

Printed by \`npm run generate\` from the program itself. Every option of \`run\` is also read from \`REALITY_OPT_<NAME>\` (upper case,
hyphens as underscores): a flag outranks the variable, the variable the file, the file the default; \`reality run --print-config\` shows
which. Other \`REALITY_*\` variables are facts for children and never read as options.

Results go to standard output (\`--json\`: one document and nothing else), progress and messages to standard error. What the exit status
says is in [exit codes](exit-codes.md).`;

/** The reference of all commands, from what each prints as its help. */
export function renderCommandPage(): string {
  const sections = COMMANDS.map((name) => `## ${name}\n\n${block([name, '--help'])}`);
  return `${[HEAD, `## reality\n\n${block(['--help'])}`, ...sections].join('\n\n')}\n`;
}

function block(words: readonly string[]): string {
  const help = execFileSync(process.execPath, [join(ROOT, 'bin', 'reality.js'), ...words], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', COLUMNS: '100', NO_COLOR: '1' },
  });
  return `\`\`\`text\n${help.trimEnd()}\n\`\`\``;
}
