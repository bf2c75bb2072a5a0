import { RealityError } from '#domain';
import type { Given } from './given.ts';
import { RUN_OPTIONS } from './run-options.ts';
import type { Shell } from './shell.ts';

const COMMANDS = [
  'run',
  'list',
  'doctor',
  'setup',
  'init',
  'up',
  'report',
  'assess',
  'accept',
  'compare',
  'logs',
  'clean',
  'schema',
  'completion',
];

const SCRIPTS: Readonly<Record<string, () => string>> = { bash: renderBash, zsh: renderZsh, fish: renderFish };

/** Prints a completion script; the user's shell loads it: `source <(reality completion bash)`. */
export async function completion(shell: Shell, given: Given): Promise<number> {
  const name = given.words[0] ?? shell.environment.env['SHELL']?.split('/').at(-1) ?? 'bash';
  const render = SCRIPTS[name];
  if (render === undefined)
    throw new RealityError('usage', `no completion for ${name}; there is: ${Object.keys(SCRIPTS).join(', ')}`);
  shell.out(render());
  return 0;
}

function longFlags(): readonly string[] {
  return RUN_OPTIONS.map((row) => /--[a-z-]+/u.exec(row.flags)?.[0] ?? '').filter((flag) => flag !== '');
}

// Suite names are asked of the project itself, so that they are never stale.
const NAMES = 'reality list --no-tests --json 2>/dev/null | sed -n \'s/^ *"name": "\\([^"]*\\)".*/\\1/p\'';

function renderBash(): string {
  return `_reality() {
  local word=\${COMP_WORDS[COMP_CWORD]}
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W "${COMMANDS.join(' ')}" -- "$word")); return; fi
  case $word in
    -*) COMPREPLY=($(compgen -W "${longFlags().join(' ')}" -- "$word")) ;;
    *) COMPREPLY=($(compgen -W "$(${NAMES})" -- "$word")) ;;
  esac
}
complete -F _reality reality
`;
}

function renderZsh(): string {
  return `#compdef reality
autoload -U +X bashcompinit && bashcompinit
${renderBash()}`;
}

function renderFish(): string {
  const commands = COMMANDS.map((name) => `complete -c reality -n __fish_use_subcommand -a ${name}`);
  const flags = longFlags().map(
    (flag) => `complete -c reality -n '__fish_seen_subcommand_from run' -l ${flag.slice(2)}`,
  );
  return `complete -c reality -f
${commands.join('\n')}
${flags.join('\n')}
complete -c reality -n '__fish_seen_subcommand_from run list up' -a "(${NAMES})"
`;
}
