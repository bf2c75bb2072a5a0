import { oneLine } from '#domain';
import type { Evidence, ExchangeFact } from '#domain';
import { cite, citeExchange, citeHealth, isService } from '#case';
import type { Case, Found } from '#case';
import { baseName } from './rule-missing-file.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The service says that the file is there, and by its settings it is somewhere else. */
export const ruleFolderDisagreement: WeightedRule = {
  id: 'folder-disagreement',
  sentence:
    'A file that is not in the folder in which the test looks, where the service, which told of it or was given a folder below, has another by its settings: the two do not agree on the place.',
  weights: { INTEGRATION_ISSUE: 10, SYSTEM_CRITICAL: -3 },
  cites: 'the answer that names the file or the probe of the service, and the path at which it is not',
  advises: 'give service and suites the same folder',
  otherwise: 'if the service had been given the folder in which the test looks, it would not have written the file',
  opine: (seen) => {
    const lost = findLostFile(seen);
    if (lost === undefined) return undefined;
    const { folder, service, evidence } = lost;
    return {
      evidence,
      lead: {
        about: `${service}|${folder}`,
        title: `${service} was not given the folder ${folder}, in which the test looks for what it wrote`,
        action: `give ${service} \${dirs.${folder}}, or let the suites look where it writes`,
        where: `components.${service}.env`,
      },
    };
  },
};

interface LostFile {
  readonly folder: string;
  readonly service: string;
  readonly evidence: readonly Evidence[];
}

const LOOKED_FOR = /(\/[^\s'":]+\/[^\s'":/]+)/gu;
const NOT_THERE =
  /ENOENT|no (?:such )?file|there is no\b|(?:is|was) not (?:there|seen|written)|not (?:found|on disk)|does not exist|is missing/iu;
const FILE_NAME = /[\w.-]+\.[A-Za-z]\w{1,4}\b/gu;
const WORLD_FOLDER = /\/reality-[^/]+\/([a-z][\w-]*)((?:\/[^/]+)*)\/[^/]+$/u;

/** The service that told of a file which, by the words of the failure, is not there. */
export function findTeller(seen: Case): string | undefined {
  const { message } = seen.effect.failure;
  if (!NOT_THERE.test(message)) return undefined;
  for (const [name] of message.matchAll(FILE_NAME)) {
    const told = findTold(seen, name);
    if (told !== undefined) return told.fact.component;
  }
  return undefined;
}

function findLostFile(seen: Case): LostFile | undefined {
  const { message } = seen.effect.failure;
  if (!NOT_THERE.test(message)) return undefined;
  for (const [path = ''] of message.matchAll(LOOKED_FOR)) {
    const lost = readLostFile(seen, path);
    if (lost !== undefined) return lost;
  }
  return undefined;
}

function readLostFile(seen: Case, path: string): LostFile | undefined {
  const [, folder = '', below = ''] = WORLD_FOLDER.exec(path) ?? [];
  if (folder === '') return undefined;
  const told = findTold(seen, baseName(path));
  const service = told === undefined ? findGivenPart(seen, folder) : told.fact.component;
  if (service === undefined || !isElsewhere(seen, service, `${folder}${below}`)) return undefined;
  const shown = told === undefined ? citeHealth(seen) : [citeExchange(told)];
  if (shown.length === 0) return undefined;
  return { folder, service, evidence: [...shown, cite(seen.effect.seq, `not at ${oneLine(path, 160)}`)] };
}

// Told before the test began: then only a folder below the one in which the test looks shows that the service writes elsewhere. A file in
// it is not another place, and of a test whose end nobody told the words are those of its attempt.
function findGivenPart({ facts, effect }: Case, folder: string): string | undefined {
  if (effect.test?.seq === 0) return undefined;
  const isPart = (value: string): boolean => value.startsWith(`\${dirs.${folder}}/`) && !/\.\w+$/u.test(value);
  return facts.state.components
    .map(({ name }) => name)
    .find((name) => isService(facts, name) && Object.values(facts.settingsOf(name) ?? {}).some(isPart));
}

// By the configuration alone; where it tells nothing of the service, nothing is known.
function isElsewhere({ facts }: Case, service: string, looked: string): boolean {
  const given = Object.values(facts.settingsOf(service) ?? {}).map((value) =>
    /^\$\{dirs\.([^}]+)\}(.*?)\/?$/u.exec(value),
  );
  if (given.length === 0) return false;
  return !given.some((one) => one !== null && `${looked}/`.startsWith(`${one[1] ?? ''}${one[2] ?? ''}/`));
}

function findTold({ exchanges, facts }: Case, name: string): Found<ExchangeFact> | undefined {
  return exchanges.findLast(
    ({ fact }) => fact.end === 'answered' && isService(facts, fact.component) && fact.answer.includes(name),
  );
}
