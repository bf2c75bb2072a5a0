import type { Environment, ProvisionSettings, ToolIdentity, ToolName, ToolSource } from '#domain';

export interface ProvisionRequest {
  readonly tools: readonly ToolName[];
  readonly settings: ProvisionSettings;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** One plain sentence per slow step, with progress where it can be known. */
  readonly progress: (text: string) => void;
  /** `--from`: forces one link of the chain. */
  readonly from?: ToolSource;
  /** false = look only, obtain nothing (doctor). */
  readonly obtain: boolean;
}

/** Every link that was tried, in order, for `doctor` and for the error. */
export interface ProvisionAttempt {
  readonly source: ToolSource;
  readonly what: string;
  readonly result: string;
}

export type ProvisionResult =
  | { readonly kind: 'found'; readonly tool: ToolIdentity; readonly attempts: readonly ProvisionAttempt[] }
  | {
      readonly kind: 'missing';
      readonly name: ToolName;
      readonly attempts: readonly ProvisionAttempt[];
      readonly remedy: string;
    };
