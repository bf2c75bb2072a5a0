import { HEADINGS } from '#domain';
import type { SourcePlace } from '#domain';
import type { Issue } from './issue.ts';
import { locate } from './located.ts';
import type { Located } from './located.ts';
import type { GivenOption, LoadRequest, OptionName } from './request.ts';

const TARGETS: Readonly<Record<Exclude<OptionName, 'gate'>, readonly [section: string, key: string]>> = {
  timeout: ['run', 'timeout'],
  'global-timeout': ['run', 'globalTimeout'],
  'unplug-limit': ['run', 'unplugLimit'],
  retries: ['run', 'retries'],
  'repeat-each': ['run', 'repeatEach'],
  workers: ['run', 'workers'],
  'max-failures': ['run', 'maxFailures'],
  keep: ['run', 'keep'],
  seed: ['run', 'seed'],
  'no-tap': ['run', 'tap'],
  experiments: ['experiments', 'mode'],
  guard: ['guard', 'mode'],
  scan: ['guard', 'scan'],
  mediamtx: ['provision', 'mediamtx'],
  ffmpeg: ['provision', 'ffmpeg'],
  ffprobe: ['provision', 'ffprobe'],
  'mediamtx-version': ['provision', 'mediamtxVersion'],
  mirror: ['provision', 'mirror'],
  'cache-dir': ['provision', 'cacheDir'],
};

/** A path given on the command line is meant from where it was typed, not from the file. */
const PATHS: ReadonlySet<OptionName> = new Set(['mediamtx', 'ffmpeg', 'ffprobe', 'cache-dir']);

/** Options as overlays of the file, in the file's own keys; each outranks what the file says. */
export function locateOptions(request: LoadRequest, issues: Issue[]): readonly Located[] {
  return (request.options ?? []).flatMap((option) => {
    const place = placeOfOption(option);
    if (option.name === 'gate') return locateGates(option.value, place, issues);
    const [section, key] = TARGETS[option.name];
    return [locate({ [section]: { [key]: valueOf(option, request) } }, place)];
  });
}

/** `timeout` and `retries` given outside the file hold for every suite, also for those that say otherwise. */
export function locateSuiteOptions(request: LoadRequest): readonly Located[] {
  return (request.options ?? [])
    .filter((option) => option.name === 'timeout' || option.name === 'retries')
    .map((option) => locate(overSuite(option, valueOf(option, request)), placeOfOption(option)));
}

// A limit that is given for this run is that of each test too, whatever the file says.
function overSuite({ name }: GivenOption, value: unknown): Readonly<Record<string, unknown>> {
  return name === 'timeout' ? { timeout: value, testTimeout: value } : { [name]: value };
}

/** A flag has no line: line 0 says so. */
export function placeOfOption(option: Pick<GivenOption, 'from'> & { readonly name: string }): SourcePlace {
  const variable = `REALITY_OPT_${option.name.replaceAll('-', '_').toUpperCase()}`;
  return { file: option.from === 'flag' ? `--${option.name}` : variable, line: 0, column: 0 };
}

function valueOf({ name, value }: GivenOption, request: LoadRequest): unknown {
  if (name === 'seed') return String(value);
  if (name === 'no-tap') return false;
  if (typeof value !== 'string') return value;
  if (/^\d+$/u.test(value)) return Number(value);
  return PATHS.has(name) && value.includes('/') ? request.files.resolve(request.cwd, value) : value;
}

function locateGates(value: GivenOption['value'], place: SourcePlace, issues: Issue[]): readonly Located[] {
  const texts: readonly (string | number)[] = typeof value === 'object' ? value : [value];
  return texts.flatMap((text) => {
    const [, name = '', number = ''] = /^([A-Za-z_]+)=(\d+(?:\.\d+)?)$/u.exec(String(text)) ?? [];
    if (name === '') {
      issues.push({ place, text: `${String(text)} must be NAME=NUMBER, such as minPassRate=0.9 or SYSTEM_CRITICAL=0` });
      return [];
    }
    const gate = { [name]: Number(number) };
    return [locate({ gates: HEADINGS.some((heading) => heading === name) ? { maxCauses: gate } : gate }, place)];
  });
}
