import type { PolicyPart } from './guard-face.ts';

// Reads the policy, and says of names of packages and programs what it says of them.
const fs = require('node:fs') as typeof import('node:fs');

const readPolicy: PolicyPart['readPolicy'] = (file) => {
  const policy = JSON.parse(fs.readFileSync(file, 'utf8')) as ReturnType<PolicyPart['readPolicy']>;
  for (const key of ['nonce', 'ledger', 'root'] as const) {
    if (typeof policy[key] !== 'string') throw new Error(`${key} is missing`);
  }
  for (const key of ['refused', 'innocent', 'telling', 'allow'] as const) {
    if (!Array.isArray(policy[key])) throw new Error(`${key} is missing`);
  }
  return policy;
};

const nameOf = (text: string): string | undefined =>
  /^(?:@[^/\\]+[/\\][^/\\?#]+|[^@/\\?#][^/\\?#]*)/u.exec(text)?.[0].replace('\\', '/');

const packageOfFile: PolicyPart['packageOfFile'] = (file) => {
  const at = Math.max(file.lastIndexOf('/node_modules/'), file.lastIndexOf('\\node_modules\\'));
  return at < 0 ? undefined : nameOf(file.slice(at + '/node_modules/'.length).replace('%40', '@'));
};

const isInstalled: PolicyPart['isInstalled'] = (file) => /[/\\]node_modules[/\\]/u.test(file);

const packageOfSpecifier: PolicyPart['packageOfSpecifier'] = (specifier) =>
  /^(?:[./#\\]|[a-zA-Z]+:)/u.test(specifier) ? undefined : nameOf(specifier);

const matches = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));

const known = new Map<string, boolean>();

const isRefused: PolicyPart['isRefused'] = (policy, name) => {
  let refused = known.get(name);
  if (refused === undefined) {
    const words = name.split(/[-/@._]/u);
    // What gRPC calls a stub is a client of the real service.
    const tells = (word: string): boolean =>
      policy.telling.includes(word) && !(word.startsWith('stub') && words.includes('grpc'));
    refused = !matches(policy.innocent, name) && (matches(policy.refused, name) || words.some(tells));
    known.set(name, refused);
  }
  return refused;
};

const reasonToAllow: PolicyPart['reasonToAllow'] = (policy, { what, rule }) =>
  policy.allow.find((entry) => entry.what === what || entry.what === rule)?.reason;

module.exports = {
  readPolicy,
  packageOfFile,
  isInstalled,
  packageOfSpecifier,
  isRefused,
  reasonToAllow,
} satisfies PolicyPart;
