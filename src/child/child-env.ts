import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
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
  /^(GO(CACHE|MODCACHE|FLAGS|PROXY|PRIVATE|NOPROXY|NOSUMDB|SUMDB|TOOLCHAIN|WORK|EXPERIMENT)|CGO_ENABLED|CC|CXX)$/u,
  /^PLAYWRIGHT_BROWSERS_PATH$/u,
];

/** Allow-listed variables, UTC, and a PATH that leads to the tools in use. */
export function makeChildEnv(environment: Environment, tools: Toolbox): Readonly<Record<string, string>> {
  const allowed = Object.entries(environment.env).filter(([name]) => ALLOWED.some((pattern) => pattern.test(name)));
  const env: Record<string, string> = { TZ: 'UTC' };
  for (const [name, value] of allowed) if (value !== undefined) env[name] = value;
  env['PATH'] = putToolsFirst(environment.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin', tools);
  return env;
}

/**
 * `ffmpeg` in a suite is the one that was identified. Where the path leads to it anyway nothing is moved: /usr/bin at its front would hide a
 * virtual environment or a version manager that stands there for good reason.
 */
export function putToolsFirst(searchPath: string, tools: Toolbox): string {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const hidden = Object.entries(tools).filter(([name, tool]) => {
    const first = folders.find((folder) => existsSync(join(folder, name)));
    return first !== dirname(tool.path);
  });
  return [...new Set([...hidden.map(([, tool]) => dirname(tool.path)), ...folders])].join(delimiter);
}
