/** Settings that say whom MediaMTX lets in; those for users and passwords stood at paths until v1.9 and are still taken there. */
const GLOBAL_KEY = /^(auth|externalAuthentication)/u;
const PATH_KEY = /^(publish|read)(User|Pass|IPs)$/u;
const VARIABLE = /^(MTX|RTSP)_(AUTH|EXTERNALAUTH|.*_(PUBLISH|READ)(USER|PASS|IPS)$)/u;

export interface AccessOptions {
  readonly witness: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly pathDefaults: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  readonly env: Readonly<Record<string, string>>;
}

/** Why MediaMTX does not ask the harness whom to let in; undefined = it does. What the user says of access himself is never overridden. */
export function whyUnwitnessed(options: AccessOptions): string | undefined {
  if (!options.witness) return 'witness: false';
  const paths = [options.pathDefaults, ...Object.values(options.paths)];
  const own = [
    ...Object.keys(options.settings).filter((key) => GLOBAL_KEY.test(key) || PATH_KEY.test(key)),
    ...paths.flatMap((path) => Object.keys(path ?? {}).filter((key) => PATH_KEY.test(key))),
    ...Object.keys(options.env).filter((name) => VARIABLE.test(name)),
  ];
  return own.length === 0 ? undefined : `its configuration says itself who may come in (${own.join(', ')})`;
}

/**
 * Asked for publish, read and playback alone; the API, metrics and pprof answer as they always do to this machine. Said in full, because
 * what is excluded by default changed in v1.20.1.
 */
export function makeAccessSettings(url: string | undefined): Readonly<Record<string, unknown>> {
  if (url === undefined) return {};
  const excluded = ['api', 'metrics', 'pprof'].map((action) => ({ action, path: '' }));
  return { authMethod: 'http', authHTTPAddress: url, authHTTPExclude: excluded };
}
