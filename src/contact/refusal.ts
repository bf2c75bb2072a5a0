/** What came of refusing an edge: its taps listen no more, so that who asks meets a real refusal. */
export type EdgeRefusal =
  | {
      readonly kind: 'refused';
      /** Where it was answered before, as who asks knows them: `127.0.0.1:23115`. For a neutral client to try. */
      readonly addresses: readonly string[];
    }
  /** No tap on this edge (no TCP port, switched off, a pinned port): a whole sentence. */
  | { readonly kind: 'not-refusable'; readonly why: string };
