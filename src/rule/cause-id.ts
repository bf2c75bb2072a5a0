import { fingerprint } from '#domain';
import type { Heading } from '#domain';
import type { Verdict } from './rule.ts';

// Of 100,000 effects most are of the same few hundred causes.
const MAX_RECENT = 1000;
const MAX_RECENT_CHARS = 2000;
const recent: Readonly<Record<Heading, Map<string, string>>> = {
  SYSTEM_CRITICAL: new Map(),
  INTEGRATION_ISSUE: new Map(),
  TEST_ARTIFACT: new Map(),
  REQUIREMENT_GAP: new Map(),
  UNCLASSIFIED: new Map(),
};

/** Stable across runs: from heading, rule and signature alone. */
export function causeId({ heading, signature }: Verdict): string {
  const known = recent[heading].get(signature);
  if (known !== undefined) return known;
  const id = `C-${fingerprint(`${heading}|${signature}`).slice(0, 10)}`;
  if (recent[heading].size >= MAX_RECENT) recent[heading].clear();
  if (signature.length <= MAX_RECENT_CHARS) recent[heading].set(signature, id);
  return id;
}
