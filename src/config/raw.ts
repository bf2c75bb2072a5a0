import type { AllowEntry, ContactLevel, Lane, RunSettings } from '#domain';

// What the sections of a file say once their own schema has accepted them: defaults filled in, units resolved.

export interface ComponentBase {
  readonly kind: string;
  readonly requires: readonly string[];
  readonly autostart: boolean;
}

export interface SuiteBase {
  readonly name: string;
  readonly engine: string;
  readonly lane: Lane;
  readonly requires: readonly string[];
  readonly uses: readonly string[];
  readonly timeout?: number;
  readonly testTimeout?: number;
  readonly contact: Readonly<Record<string, ContactLevel>>;
  readonly covers: readonly string[];
  readonly cites?: Readonly<Record<string, readonly string[]>>;
  readonly tags: readonly string[];
  readonly secrets: readonly string[];
  readonly with: Readonly<Record<string, { readonly env: Readonly<Record<string, string>> }>>;
  readonly needs: readonly string[];
  readonly allow?: readonly AllowEntry[];
  readonly exclusive: boolean;
  readonly isolation: 'suite' | 'test';
  readonly retries?: number;
  readonly tap?: boolean;
  readonly standalone?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface PackUse {
  readonly pack: string;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly overrides: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The section `run`: how to go about suites, and what holds for those that do not say otherwise. */
export interface RunSection {
  readonly settings: RunSettings;
  readonly timeoutMs: number;
  readonly retries: number;
}

/** The head of a pack file; its suites are read one by one. */
export interface PackHead {
  readonly version: 1;
  readonly pack: string;
  readonly expects: readonly string[];
  readonly requirements?: string;
}
