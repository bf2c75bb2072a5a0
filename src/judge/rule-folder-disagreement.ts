import { WORLD_DIRS, oneLine } from '#domain';
import type { Evidence, ExchangeFact } from '#domain';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { citeExchange } from './cite-fact.ts';
import type { Found } from './found.ts';
import { cite } from './rule.ts';
import { baseName } from './rule-missing-file.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The service says that the file is there, and by its settings it is somewhere else. */
export const ruleFolderDisagreement: WeightedRule = {
  id: 'folder-disagreement',
  sentence:
    'A file that the service told of, and that is not in the folder in which the test looks, where by the configuration the service was given another folder: the two do not agree on the place.',
  weights: { INTEGRATION_ISSUE: 10, SYSTEM_CRITICAL: -3 },
  cites: 'the answer that names the file, the path at which it is not, and the folders in the settings of the service',
  advises: 'give service and suites the same folder',
  otherwise: 'had the service been given the folder in which the test looks, it would not have written the file',
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
const NOT_THERE = /ENOENT|No such file|is not there|does not exist|not found/iu;

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
  const folder = path.split('/').at(-2) ?? '';
  const told = isWorldDir(folder) ? findTold(seen, baseName(path)) : undefined;
  const service = told?.fact.component;
  if (told === undefined || service === undefined || !isElsewhere(seen, service, folder)) return undefined;
  return { folder, service, evidence: [citeExchange(told), cite(seen.effect.seq, `not at ${oneLine(path, 160)}`)] };
}

// By the configuration alone; where it tells nothing of the service, nothing is known.
function isElsewhere({ facts }: Case, service: string, folder: string): boolean {
  const given = Object.values(facts.settingsOf(service) ?? {});
  return given.length > 0 && given.every((value) => value !== `\${dirs.${folder}}`);
}

function findTold({ exchanges, facts }: Case, name: string): Found<ExchangeFact> | undefined {
  return exchanges.findLast(
    ({ fact }) => fact.end === 'answered' && isService(facts, fact.component) && fact.answer.includes(name),
  );
}

function isWorldDir(folder: string): boolean {
  return WORLD_DIRS.some((one) => one === folder);
}
