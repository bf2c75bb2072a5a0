import { present } from '#domain';
import type { RunEvent, RunState } from '#domain';
import { findings } from './decode-no-mocks.ts';
import type { AttemptDraft, Told } from './draft.ts';
import { parseJson } from './line.ts';

/** What a run tells of "no mocks" as a whole: the scan, the canaries, what ran with an edge refused. */
export class NoMocksFold {
  readonly #canaries: RunState['canaries'][number][] = [];
  readonly #unplugged: RunState['unplugged'][number][] = [];
  #scan: RunState['scan'];

  add({ event, seq }: Told<RunEvent>, sides: ReadonlyMap<string, string>): void {
    if (event.kind === 'canary-made') this.#canaries.push({ ...event.canary, seq });
    else if (event.kind === 'unplugged') this.#unplugged.push({ ...event.unplugged, seq });
    else if (event.kind === 'scan-made') {
      const decoded = findings.safeParse(parseJson(sides.get(event.side ?? '') ?? ''));
      this.#scan = { ...event, seq, findings: decoded.data ?? [] };
    }
  }

  finish(): Pick<RunState, 'canaries' | 'unplugged' | 'scan'> {
    return { canaries: this.#canaries, unplugged: this.#unplugged, ...present({ scan: this.#scan }) };
  }
}

/** What was seen around one attempt: facts, mocks, attestations, contacts; false for an event of another kind. */
export function foldSeen(draft: AttemptDraft, { event, seq, atMs }: Told<RunEvent>): boolean {
  if (event.kind === 'fact-found')
    draft.facts.push({ seq, atMs, fact: event.fact, ...present({ ordinal: event.ordinal }) });
  else if (event.kind === 'mock-found')
    draft.mocks.push({ seq, mock: event.mock, ...present({ ordinal: event.ordinal }) });
  else if (event.kind === 'guard-attested')
    draft.attestations.push({ ...event.attestation, seq, ...present({ ordinal: event.ordinal }) });
  else if (event.kind === 'contact-found')
    draft.contacts.push({ ...event.contact, seq, ...present({ ordinal: event.ordinal }) });
  else return false;
  return true;
}
