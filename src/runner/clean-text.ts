import { clipText } from '#domain';
import { REDACTED } from '#child';
import type { Redact } from '#child';

const MAX_TEXT = 600;
/** A shorter beginning of a secret tells nothing. */
const LEAST_BEGINNING = 4;

const HALF_TOKEN = /eyJ[\w-]*(?:\.[\w-]*){0,2}$/u;
/** `"token":"…"`, also as it stands escaped in another text; and the same in the query of an address. */
const NAMED_IN_JSON =
  /(\\?"(?:\w*_)?(?:token|jwt|password|passwd|secret|api_?key|authorization|credential)s?\\?"\s*:\s*\\?")((?:[^"\\]|\\(?!"))+)/giu;
const NAMED_IN_QUERY = /([?&](?:\w*_)?(?:token|jwt|password|secret|api_?key)=)[^&\s"]+/giu;

/**
 * What a suite wrote down, made fit for the journal. Its texts were cut by the suite's own process, which knows no secrets: a secret
 * that the cut left half of is taken out too, and what is called a token or a password is taken out whoever made it.
 */
export function makeClean(redact: Redact): (text: string) => string {
  const forms = redact.forms.map((form) => form.toString());
  return (text) => {
    const whole = redact(text)
      .replaceAll(NAMED_IN_JSON, (_, name: string) => `${name}${REDACTED}`)
      .replaceAll(NAMED_IN_QUERY, `$1${REDACTED}`);
    return clipText(dropBeginnings(whole, forms).replace(HALF_TOKEN, REDACTED), MAX_TEXT);
  };
}

function dropBeginnings(text: string, forms: readonly string[]): string {
  let keep = text.length;
  for (const form of forms) {
    const longest = Math.min(form.length - 1, text.length);
    for (let size = longest; size >= LEAST_BEGINNING && text.length - size < keep; size -= 1) {
      if (text.endsWith(form.slice(0, size))) keep = text.length - size;
    }
  }
  return keep === text.length ? text : `${text.slice(0, keep)}${REDACTED}`;
}
