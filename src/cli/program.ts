import { Command, CommanderError, Option } from 'commander';
import { ERROR_CODES, EXIT, RealityError, describeError } from '#domain';
import { addAssessOptions } from './assess-options.ts';
import { makeGiven } from './given.ts';
import type { Given } from './given.ts';
import { keepHeapSmall } from './keep-heap-small.ts';
import { addRunOptions } from './run-options.ts';
import type { Shell } from './shell.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import { addToolOptions } from './tool-options.ts';

/** A command's work; the result is the exit status. */
type Work = (shell: Shell, given: Given) => Promise<number>;

/** Modules are loaded only by the command that needs them: `--help` must stay as quick as Node itself. */
const LOADERS: Readonly<Record<string, () => Promise<Work>>> = {
  run: async () => {
    keepHeapSmall();
    return (await import('./command-run.ts')).run;
  },
  list: async () => (await import('./command-list.ts')).list,
  doctor: async () => (await import('./command-doctor.ts')).doctor,
  setup: async () => (await import('./command-setup.ts')).setup,
  init: async () => (await import('./command-init.ts')).init,
  up: async () => (await import('./command-up.ts')).up,
  report: async () => (await import('./command-report.ts')).report,
  assess: async () => (await import('./command-report.ts')).report,
  accept: async () => (await import('./command-accept.ts')).accept,
  compare: async () => (await import('./command-compare.ts')).compare,
  logs: async () => (await import('./command-logs.ts')).logs,
  clean: async () => (await import('./command-clean.ts')).clean,
  scan: async () => (await import('./command-scan.ts')).scan,
  schema: async () => (await import('./command-schema.ts')).schema,
  completion: async () => (await import('./command-completion.ts')).completion,
};

/** Parses the command line, does the work and returns the exit status. Never throws. */
export async function runProgram(shell: Shell): Promise<number> {
  try {
    return await parse(shell);
  } catch (error) {
    return explain(shell, error);
  }
}

async function parse(shell: Shell): Promise<number> {
  let status = 0;
  const program = makeProgram(shell, async (name, given) => {
    const load = LOADERS[name];
    if (load === undefined) throw new Error(`no loader for ${name}`);
    const work = await load();
    status = await work(shell, given);
  });
  refuseUnknown(program, shell.argv);
  await program.parseAsync(expandAliases(shell.argv), { from: 'user' });
  return status;
}

function explain(shell: Shell, error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : 2;
  if (error instanceof RealityError) {
    const cause = error.cause === undefined ? '' : `: ${describeError(error.cause)}`;
    shell.err(`reality: ${error.message}${cause}\n${error.details.map((detail) => `  ${detail}\n`).join('')}`);
    return error.exitCode;
  }
  if (lacksDescriptors(error)) {
    shell.err('reality: too few file descriptors; raise the limit, for instance `ulimit -n 1024`\n');
    return ERROR_CODES['host-not-ready'].exit;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : describeError(error);
  shell.err(`reality: a bug of ours, please report it with this text:\n${stack}\n`);
  return EXIT.bug;
}

// Node opens many files at once to load the modules of a command.
function lacksDescriptors(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EMFILE' || error.code === 'ENFILE');
}

// Documented by the runner that came before: kept for ever.
function expandAliases(argv: readonly string[]): readonly string[] {
  const [first, ...rest] = argv;
  if (first === '--check-deps') return ['doctor', ...rest];
  if (first === '--all' || first === '--test') return ['run', ...argv];
  return argv;
}

type Dispatch = (name: string, given: Given) => Promise<void>;

function makeProgram(shell: Shell, dispatch: Dispatch): Command {
  const program = new Command('reality')
    .description(
      'Starts the real world a service needs, runs every suite against it in its own process, and says what is really broken.',
    )
    .version(shell.version, '-V, --version')
    .option('--no-color', 'no colours, as NO_COLOR=1')
    .exitOverride()
    .showHelpAfterError('(reality --help lists the commands)')
    .configureOutput({ writeOut: shell.out, writeErr: shell.err })
    .addHelpText('after', HELP_AFTER);
  addRunCommands(program, dispatch);
  addHostCommands(program, dispatch);
  addResultCommands(program, dispatch);
  return program;
}

const HELP_AFTER = `
Exit status: 0 all passed, gates met · 1 tests failed or a gate not met · 2 usage or configuration · 3 environment not ready
  4 nothing selected or executed · 70 a bug of ours · 74 results not written · 130/143 interrupted

Also understood: reality --check-deps (doctor), reality --all (run --all), reality --test NAME (run --test NAME)`;

function define(parent: Command, dispatch: Dispatch, usage: string, description: string): Command {
  const [name = usage] = usage.split(' ');
  return parent
    .command(usage)
    .description(description)
    .action(async (...given: unknown[]) => {
      const command = given.at(-1);
      if (!(command instanceof Command)) throw new Error('commander gave no command');
      await dispatch(name, makeGiven(command));
    });
}

const configOption = (): Option => new Option('-c, --config <file>', 'configuration file').env('REALITY_OPT_CONFIG');
const profileOption = (): Option =>
  new Option('--profile <name>', 'overlay of the configuration').env('REALITY_OPT_PROFILE');
const outputOption = (): Option =>
  new Option('-o, --output <dir>', 'folder of the reports (default: reports beside the configuration)').env(
    'REALITY_OPT_OUTPUT',
  );
const jsonOption = (): Option =>
  new Option('--json', 'one JSON document on standard output and nothing else').env('REALITY_OPT_JSON');

function addRunCommands(program: Command, dispatch: Dispatch): void {
  const run = define(
    program,
    dispatch,
    'run [names...]',
    'start the world, run the selected suites, judge, write reports',
  );
  addRunOptions(run);
  run.addOption(configOption()).addOption(profileOption()).addOption(outputOption()).addOption(jsonOption());
  const list = define(
    program,
    dispatch,
    'list [names...]',
    'what would run: suites, tests, requires, lanes, requirements',
  );
  list.addOption(configOption()).addOption(profileOption()).addOption(jsonOption());
  list.option('--tag <tag...>', 'suites with one of these tags').option('--lane <lane...>', 'suites of these lanes');
  list.option('--no-tests', 'only suites; do not ask the engines for tests');
  const up = define(
    program,
    dispatch,
    'up [names...]',
    'start the world and leave it for a developer; Ctrl-C stops it all',
  );
  addToolOptions(up).addOption(configOption()).addOption(profileOption()).addOption(jsonOption());
}

function addHostCommands(program: Command, dispatch: Dispatch): void {
  const doctor = define(
    program,
    dispatch,
    'doctor',
    'every prerequisite: what, found, needed, how to mend; exit 0 or 3',
  )
    .addOption(configOption())
    .addOption(jsonOption());
  const setup = define(program, dispatch, 'setup', 'obtain MediaMTX, FFmpeg and ffprobe')
    .addOption(configOption())
    .addOption(
      new Option('--from <source>', 'force one source').choices(['given', 'path', 'cache', 'download', 'build', 'npm']),
    )
    .addOption(jsonOption());
  addToolOptions(doctor);
  addToolOptions(setup);
  define(
    program,
    dispatch,
    'init',
    'write a working reality.yaml and a first suite for the service in this folder',
  ).option('--force', 'overwrite files that are there');
  define(program, dispatch, 'scan [paths...]', 'read test files for mocks; nothing is started')
    .option('--baseline <file>', 'ledger of what is tolerated; it may only shrink')
    .option('--write-baseline', 'write the ledger')
    .option('--changed', 'the paths are files that change: only what these concern')
    .addOption(configOption())
    .addOption(profileOption())
    .addOption(jsonOption());
  define(program, dispatch, 'schema [name]', 'print a JSON Schema: config, requirements or assessment');
  define(program, dispatch, 'completion [shell]', 'print a completion script: bash, zsh or fish');
}

function addResultCommands(program: Command, dispatch: Dispatch): void {
  const place = (command: Command): Command =>
    command.addOption(configOption()).addOption(outputOption()).addOption(jsonOption());
  const which = '(RUN is an id, a path, or latest)';
  place(
    define(program, dispatch, 'report [run]', `write the reports of a stored run again ${which}`).option(
      '--tickets',
      'also one draft for each cause, in tickets/; nothing is sent',
    ),
  );
  place(
    addImportOptions(
      addAssessOptions(
        define(program, dispatch, 'assess [run]', `judge a stored run again and write the assessment ${which}`),
      ),
    ),
  );
  define(program, dispatch, 'accept <cause>', 'write down that a cause is known and accepted until a day')
    .option('--reason <text>', 'why, in one sentence')
    .option('--until <day>', 'the last day on which it is accepted, such as 2026-12-31')
    .option('--run <run>', 'the run that has it', 'latest')
    .addOption(configOption())
    .addOption(profileOption())
    .addOption(outputOption());
  place(
    define(
      program,
      dispatch,
      'compare <before> [after]',
      'what became of each cause and test between two runs; 1 when something is new or newly fails',
    ),
  );
  define(program, dispatch, 'logs [run] [component]', "a run's logs, while it runs or afterwards")
    .option('-f, --follow', 'go on as lines come')
    .addOption(configOption())
    .addOption(outputOption());
  define(
    program,
    dispatch,
    'clean',
    'remove old runs from the reports folder and stale worlds from the temporary folder',
  )
    .option('--keep <number>', 'runs to keep', '10')
    .option('--dry-run', 'say what would go, remove nothing')
    .addOption(configOption())
    .addOption(outputOption())
    .addOption(jsonOption());
}

function addImportOptions(command: Command): Command {
  return command
    .option('--junit <file...>', 'instead of a run: JUnit XML that another tool wrote')
    .option('--reportlog <file...>', 'instead of a run: files of pytest-reportlog')
    .option('--lane <lane>', 'lane of imported suites (default: unit, which claims least)');
}
