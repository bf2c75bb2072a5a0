import type { ContactSource } from '#domain';

/** What a component itself, or the media that it wrote, shows of an edge during one attempt: levels that no connection can show. */
export interface WitnessFinding {
  /** `service` or `service>mediamtx`. */
  readonly edge: string;
  /** L2 and L3 where the component tells of connections and bytes; L4 its state changed and carries the nonce; L5 nonce read back from media. */
  readonly level: 'L2' | 'L3' | 'L4' | 'L5';
  readonly seenBy: Extract<ContactSource, 'witness' | 'media'>;
  /** Ids that the component made and told (sessions, paths). */
  readonly serverIds: readonly string[];
  /** Where the run's nonce was read back: `recordings/camera0/….mp4`, `session 5f…`. */
  readonly nonces: readonly string[];
  /** Parts of its state that changed, by name: whose doing that was the component does not say. */
  readonly changed?: readonly string[];
  /** One sentence for a reader. */
  readonly note: string;
}
