import type { Environment, ProvisionSettings, ToolIdentity, ToolName, ToolSource } from '#domain';

export interface ProvisionRequest {
  readonly tools: readonly ToolName[];
  readonly settings: ProvisionSettings;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** One plain sentence per slow step, with progress where it can be known. */
  readonly progress: (text: string) => void;
  /** `--from`: forces one link of the chain, for the tools that have such a link. */
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
  | {
      readonly kind: 'found';
      readonly tool: ToolIdentity;
      readonly attempts: readonly ProvisionAttempt[];
      /** What works less well with this tool, each a whole sentence. */
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'missing';
      readonly name: ToolName;
      readonly attempts: readonly ProvisionAttempt[];
      readonly remedy: string;
    }
  /** The path that the user named is not what it has to be; nothing else was tried, because the user chose. */
  | {
      readonly kind: 'refused';
      readonly name: ToolName;
      readonly attempts: readonly ProvisionAttempt[];
      readonly remedy: string;
    };
