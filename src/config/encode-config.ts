import type { Config } from '#domain';

/** What is stored with a run, as texts for its side files: `assess` and `report` need no other copy. */
export interface EncodedConfig {
  /** The files as they were read. */
  readonly config: string;
  readonly requirements: string;
  /** Everything in force: gates, budget, components, suites. */
  readonly effective: string;
}

const SECRET_WORD = 'secret|token|passw|credential|private_?key|api_?key|access_?key';
const SECRET_NAME = new RegExp(SECRET_WORD, 'iu');
// `NAME: value` in a block or in braces; a list or a map is looked into, and a reference is no secret.
const SECRET_PAIR = new RegExp(
  `((?:[\\w.-]*(?:${SECRET_WORD})[\\w.-]*)["']?[ \\t]*:[ \\t]+)(?!["']?\\$\\{|[[{|>#&*\\s])("[^"\\n]*"|'[^'\\n]*'|[^,}\\n]+)`,
  'giu',
);
const USER_INFO = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"'<>]+@/giu;

/** Encodes a configuration for the journal, without values that look like secrets: passwords in addresses, variables named so. */
export function encodeConfig(config: Config): EncodedConfig {
  const { sources, requirements, ...effective } = config;
  const texts = Object.entries(sources).map(([name, text]) => [name, hideInText(text)]);
  return {
    config: JSON.stringify(Object.fromEntries(texts)),
    requirements: JSON.stringify(requirements),
    effective: JSON.stringify(effective, hideSecret),
  };
}

function hideInText(text: string): string {
  return text.replace(SECRET_PAIR, '$1[redacted]').replace(USER_INFO, '$1[redacted]@');
}

/** A value as it may be shown; `key` is its own name. What a reference stands for is made for each world and never stored. */
export function hideSecret(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (SECRET_NAME.test(key) && !value.startsWith('${')) return '[redacted]';
  return value.replace(USER_INFO, '$1[redacted]@');
}

/** No path, and no short or plain word, which could not be told from ordinary text: `postgres` is a usual password. */
const UNMISTAKABLE = /^(?![./])(?=.*[^a-z]).{8,}$/su;
const PASSWORD = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/@"'<>:]*:([^\s/@"'<>]+)@/giu;

/** Secrets that stand in the configuration itself: values of variables named so, and passwords in addresses. */
export function listSecrets({ components, suites }: Config): readonly string[] {
  const found = new Set<string>();
  JSON.stringify([components, suites], (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (SECRET_NAME.test(key) && !value.includes('${')) found.add(value);
    for (const [, password = ''] of value.matchAll(PASSWORD)) found.add(password);
    return value;
  });
  return [...found].filter((text) => UNMISTAKABLE.test(text));
}
