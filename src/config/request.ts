import type { ConfigEngines, ConfigFiles, ConfigKind, ConfigKinds } from './plug.ts';

/** What a configuration is made from. */
export interface LoadRequest {
  /** Folder in which the command was typed; absolute. */
  readonly cwd: string;
  /** The file of `-c`, as given; absent = look for one in `cwd`. */
  readonly file?: string;
  readonly profile?: string;
  /** Flags and `REALITY_OPT_*` variables that say something about the configuration. */
  readonly options?: readonly GivenOption[];
  readonly kinds: ConfigKinds;
  /** Makes a kind of what a module of the user's exports; throws one sentence when it is none. */
  readonly adoptKind: (exported: unknown) => ConfigKind;
  readonly engines: ConfigEngines;
  readonly files: ConfigFiles;
  /** Root of the installed package, where the bundled packs are; absolute. */
  readonly packageRoot: string;
}

/** One option as the command line or a variable gave it. */
export interface GivenOption {
  readonly name: OptionName;
  readonly value: string | number | readonly string[];
  readonly from: 'flag' | 'variable';
}

export const OPTION_NAMES = [
  'timeout',
  'global-timeout',
  'unplug-limit',
  'retries',
  'repeat-each',
  'workers',
  'max-failures',
  'keep',
  'seed',
  'no-tap',
  'experiments',
  'guard',
  'scan',
  'gate',
  'mediamtx',
  'ffmpeg',
  'ffprobe',
  'mediamtx-version',
  'mirror',
  'cache-dir',
] as const;
export type OptionName = (typeof OPTION_NAMES)[number];
