import type { Config } from '#domain';

/** What is stored with a run, as texts for its side files: `assess` and `report` need no other copy. */
export interface EncodedConfig {
  /** The files as they were read. */
  readonly config: string;
  readonly requirements: string;
  /** Everything in force: gates, budget, components, suites. */
  readonly effective: string;
}

const SECRET_NAME = /secret|token|passw|credential|private_?key|api_?key|access_?key/iu;
const SECRET_LINE =
  /^(\s*(?:- )?["']?[\w.-]*(?:secret|token|passw|credential|private_?key|api_?key|access_?key)[\w.-]*["']?\s*:\s*)(?!\s*(?:\[|\$\{|["']?\$\{))(\S.*)$/gimu;
const USER_INFO = /(\w+:\/\/)[^\s/@:]+:[^\s/@]+@/gu;

/** Encodes a configuration for the journal, without values that look like secrets: passwords in addresses, variables named so. */
export function encodeConfig(config: Config): EncodedConfig {
  const { sources, requirements, ...effective } = config;
  const texts = Object.entries(sources).map(([name, text]) => [name, hideInText(text)]);
  return {
    config: JSON.stringify(Object.fromEntries(texts)),
    requirements: JSON.stringify(requirements),
    effective: JSON.stringify(effective, hideValue),
  };
}

function hideInText(text: string): string {
  return text.replace(SECRET_LINE, '$1[redacted]').replace(USER_INFO, '$1[redacted]@');
}

// A reference is no secret: what it stands for is made for each world and never stored.
function hideValue(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (SECRET_NAME.test(key) && !value.startsWith('${')) return '[redacted]';
  return value.replace(USER_INFO, '$1[redacted]@');
}
