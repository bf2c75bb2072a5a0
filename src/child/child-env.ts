import { delimiter, dirname } from 'node:path';
import type { Environment, Toolbox } from '#domain';

/** What a component or a suite may know of the calling shell. Everything else is given by configuration or not at all. */
const ALLOWED: readonly RegExp[] = [
  /^(HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|TERM|TZDIR)$/u,
  /^LC_[A-Z]+$/u,
  /^(LD_LIBRARY_PATH|SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS)$/u,
  /^(NVM|VOLTA|FNM|ASDF|PYENV|RBENV|JAVA|GO)_?[A-Z_]*(HOME|ROOT|DIR|PATH)$/u,
  /^(VIRTUAL_ENV|XDG_RUNTIME_DIR|XDG_CACHE_HOME)$/u,
  // What a person has set for all test runs of his shell, as NODE_OPTIONS, which passes elsewhere.
  /^(PYTHONPATH|PYTEST_ADDOPTS)$/u,
];

/** Allow-listed variables, UTC, and a PATH that begins with the folders of the tools in use. */
export function makeChildEnv(environment: Environment, tools: Toolbox): Readonly<Record<string, string>> {
  const allowed = Object.entries(environment.env).filter(([name]) => ALLOWED.some((pattern) => pattern.test(name)));
  const env: Record<string, string> = { TZ: 'UTC' };
  for (const [name, value] of allowed) if (value !== undefined) env[name] = value;
  env['PATH'] = makePath(environment.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin', tools);
  return env;
}

/** Each folder once, those of the tools first: `ffmpeg` in a suite is the one that was identified. */
function makePath(inherited: string, tools: Toolbox): string {
  const ours = Object.values(tools).map((tool) => dirname(tool.path));
  return [...new Set([...ours, ...inherited.split(delimiter)])].filter((folder) => folder !== '').join(delimiter);
}
