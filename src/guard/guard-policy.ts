import type { AllowEntry } from '#domain';
import { MOCK_PACKAGES } from './mock-packages.ts';
import { MOCK_PROGRAMS } from './mock-process.ts';

/** What a guarded process is told; the file that REALITY_GUARD names. */
export interface GuardPolicy {
  readonly version: 1;
  /** On every line of its ledger, so that nobody else's lines count. */
  readonly nonce: string;
  readonly ledger: string;
  /** The project: what lies below is its own, apart from installed packages. */
  readonly root: string;
  readonly cwd: string;
  readonly refused: readonly string[];
  readonly innocent: readonly string[];
  readonly telling: readonly string[];
  /** Programs that play servers, for runtimes other than Node, whose guard knows them itself. */
  readonly programs: readonly string[];
  readonly allow: readonly AllowEntry[];
}

export function makeGuardPolicy(
  given: Pick<GuardPolicy, 'nonce' | 'ledger' | 'root' | 'cwd'> & { readonly allow: readonly AllowEntry[] },
): GuardPolicy {
  return { version: 1, ...given, ...MOCK_PACKAGES, programs: MOCK_PROGRAMS };
}
