import { holds } from '#domain';
import type { ExchangeFact } from '#domain';
import { textOfError } from './error-text.ts';

/** A thing of which a refusal says that it is not there. */
export interface MissingThing {
  readonly kind: string;
  readonly name: string;
}

const THING =
  /\b([a-z]{3,})(?: with(?: the)?(?: id| name| number)?| named| number| id)?[ :]+["'#]?([\w.-]*\d[\w.-]*)/giu;

/** `no account 7` of a request that names 7: it is the account that lacks, and no route. */
export function readMissing({ answer, request }: ExchangeFact): MissingThing | undefined {
  for (const [, kind = '', name = ''] of textOfError(answer).matchAll(THING))
    if (holds(request, name)) return { kind: kind.toLowerCase(), name };
  return undefined;
}
