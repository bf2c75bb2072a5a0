import type { Evidence, Heading, Locus } from '#domain';

/** Whose an incident is, what to do, which key of the configuration it concerns, and what speaks against it. */
export interface Opinion {
  readonly heading: Heading;
  readonly action: string;
  readonly key?: string;
  readonly against?: string;
  /** Where the fault lies, where the heading does not tell. */
  readonly locus?: Locus;
  /** The decisive fact, where it is more than kind, component and exit. */
  readonly signature?: string;
  readonly evidence?: readonly Evidence[];
}
