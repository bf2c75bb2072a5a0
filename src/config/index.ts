// Text, variables, flags and the schemas of all kinds and engines become one frozen Config and requirement registry.
export { encodeAccepted, loadAccepted } from './accepted-causes.ts';
export { isDay } from './assessment-sections.ts';
export { encodeConfig, listSecrets } from './encode-config.ts';
export type { EncodedConfig } from './encode-config.ts';
export { explainConfig } from './explain-config.ts';
export type { ExplainedValue } from './explain-config.ts';
export { configSchema, registrySchema } from './json-schema.ts';
export type { JsonSchema } from './json-schema.ts';
export { loadConfig, loadWithAccepted } from './load-config.ts';
export type { ConfigEngine, ConfigEngines, ConfigFiles, ConfigKind, ConfigKinds } from './plug.ts';
export { OPTION_NAMES } from './request.ts';
export type { GivenOption, LoadRequest, OptionName } from './request.ts';
export { parseDuration, parseSize } from './units.ts';
