import { configuredName } from '#domain';
import type { ExchangeFact, Requirement } from '#domain';
import { namesWord } from './answer-codes.ts';
import type { Case } from './case.ts';

const COUNTED = /\b(\d+) (?:messages?|requests?|calls?|questions?)\b/iu;
/** As the name of a setting is written. */
const SETTING = /\b[A-Z][A-Z\d]*(?:_[A-Z\d]+)+\b/gu;

/** How many messages a minute an approved requirement allows on one connection: told by itself, or by the setting of the service that it names. */
export function findAllowed({ code = '', component = '' }: ExchangeFact, { facts, effect }: Case): number | undefined {
  const about = facts.contract.approved.filter((one) => namesWord(one, code));
  // Of who else sends, no record of one connection tells.
  const isOfConnection = facts.contract.approved.some(
    (one) => /\bconnection/iu.test(one.text) && (/\b(?:rate|limit)\b/iu.test(one.text) || namesWord(one, code)),
  );
  if (!isOfConnection) return undefined;
  for (const requirement of about) {
    const allowed =
      readCount(requirement) ??
      readSetting(requirement, facts.settingsOf(component, configuredName(effect.suite.planned)) ?? {});
    if (allowed !== undefined) return allowed;
  }
  return undefined;
}

function readCount({ text }: Requirement): number | undefined {
  const [, count] = COUNTED.exec(text) ?? [];
  return count === undefined ? undefined : Number(count);
}

function readSetting({ text }: Requirement, settings: Readonly<Record<string, string>>): number | undefined {
  const [name = ''] = text.match(SETTING) ?? [];
  const value = Object.entries(settings).find(([key]) => name !== '' && key.endsWith(name))?.[1] ?? '';
  return /^\d+$/u.test(value) ? Number(value) : undefined;
}
