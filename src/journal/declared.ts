import { z } from 'zod';
import { HEADINGS, PLAIN_ASSESSMENT, present } from '#domain';
import type {
  Budget,
  Condition,
  Contract,
  Declared,
  DeclaredComponent,
  Gates,
  PromisedAnswer,
  Requirement,
} from '#domain';
import { assessmentSettings, selectedGate } from './declared-assessment.ts';
import { exactly } from './exactly.ts';
import { parseJson } from './line.ts';

const gates = exactly<Gates>()(
  z.object({
    maxCauses: z.partialRecord(z.enum(HEADINGS), z.number()),
    minPassRate: z.number(),
    hollow: z.exactOptional(z.number()),
    empty: z.exactOptional(z.number()),
    blocked: z.exactOptional(z.number()),
    flaky: z.exactOptional(z.number()),
    unguarded: z.exactOptional(z.number()),
    mocks: z.exactOptional(z.number()),
    unplugged: z.exactOptional(z.number()),
    minRequirementCoverage: z.exactOptional(z.number()),
    minCriticalCoverage: z.exactOptional(z.number()),
    selected: z.exactOptional(z.array(selectedGate)),
  }),
);

const budget = exactly<Budget>()(
  z.object({
    durationMs: z.number(),
    memoryBytes: z.number(),
    diskBytes: z.number(),
    networkBytes: z.number(),
  }),
);

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const condition = exactly<Condition>()(
  z.object({
    const: z.exactOptional(scalar),
    enum: z.exactOptional(z.array(scalar)),
    minimum: z.exactOptional(z.number()),
    maximum: z.exactOptional(z.number()),
    exclusiveMinimum: z.exactOptional(z.number()),
    exclusiveMaximum: z.exactOptional(z.number()),
    minLength: z.exactOptional(z.number()),
    maxLength: z.exactOptional(z.number()),
    pattern: z.exactOptional(z.string()),
    is: z.exactOptional(z.enum(['missing', 'unknown'])),
  }),
);

const promisedAnswer = exactly<PromisedAnswer>()(
  z.object({
    code: z.exactOptional(z.string()),
    fields: z.exactOptional(z.record(z.string(), scalar)),
    headers: z.exactOptional(z.record(z.string(), z.union([z.string(), z.literal(true)]))),
    withinMs: z.exactOptional(z.number()),
  }),
);

const requirement = exactly<Requirement>()(
  z.object({
    id: z.string(),
    text: z.string(),
    source: z.string(),
    status: z.enum(['approved', 'draft', 'conflicting']),
    critical: z.boolean(),
    kind: z.string(),
    edge: z.exactOptional(z.string()),
    verifiedBy: z.exactOptional(z.array(z.string())),
    names: z.exactOptional(z.array(z.string())),
    when: z.exactOptional(z.record(z.string(), condition)),
    answers: z.exactOptional(promisedAnswer),
    otherwise: z.exactOptional(promisedAnswer),
    before: z.exactOptional(z.array(z.string())),
  }),
);

const status = z.enum(['approved', 'draft', 'conflicting']);
const named = z.object({ name: z.string(), status, result: z.exactOptional(z.array(z.string())) });

const contract = exactly<Contract>()(
  z.object({
    methods: z.array(named),
    routes: z.array(named),
    codes: z.array(
      z.object({
        code: z.string(),
        meaning: z.string(),
        blames: z.enum(['caller', 'service', 'dependency', 'unsupported']),
        component: z.exactOptional(z.string()),
      }),
    ),
  }),
);

const NO_CONTRACT: Contract = { methods: [], routes: [], codes: [] };

const names = z.array(z.string()).optional().catch(undefined);

const texts = z.record(z.string(), z.coerce.string());

// What a kind reads is its own; of all kinds only the variables of their processes are looked at.
const componentShape = z
  .object({
    name: z.string(),
    kind: z.string(),
    requires: names,
    settings: texts.optional().catch(undefined),
    options: z.object({ env: texts }).optional().catch(undefined),
  })
  .transform(({ name, kind, requires, settings, options }): DeclaredComponent => ({
    name,
    kind,
    ...present({ requires, settings: settings ?? options?.env }),
  }));

/** What a suite sets otherwise for the components of its own world. */
const overrides = z.record(z.string(), z.looseObject({ env: z.record(z.string(), z.string()).optional() })).optional();

const effective = z.object({
  gates,
  // A run that was stored before there was such a section demanded nothing of it.
  assessment: assessmentSettings.default(PLAIN_ASSESSMENT),
  budget,
  components: z.array(componentShape),
  // Runs of versions before contracts were read have none.
  contract: contract.default(NO_CONTRACT),
  suites: z.exactOptional(z.array(z.object({ name: z.string(), requires: names, with: overrides }))),
});

// Without the side file nothing is known of what was demanded: the strictest gates, and no budget to miss.
const STRICT_GATES: Gates = { maxCauses: { SYSTEM_CRITICAL: 0 }, minPassRate: 1 };
const NO_BUDGET: Budget = {
  durationMs: Number.MAX_SAFE_INTEGER,
  memoryBytes: Number.MAX_SAFE_INTEGER,
  diskBytes: Number.MAX_SAFE_INTEGER,
  networkBytes: Number.MAX_SAFE_INTEGER,
};

export interface DeclaredSides {
  readonly requirements: string | undefined;
  readonly effective: string | undefined;
}

/** What the configuration of the run demanded, from the side files written at its start. */
export function readDeclared(sides: DeclaredSides, tellDamage: (sentence: string) => void): Declared {
  const requirements = z.array(requirement).safeParse(parseJson(sides.requirements ?? ''));
  if (!requirements.success) tellDamage('the stored requirements are missing or cannot be read');
  return { ...readEffective(sides.effective, tellDamage), requirements: requirements.data ?? [] };
}

function readEffective(
  side: string | undefined,
  tellDamage: (sentence: string) => void,
): Omit<Declared, 'requirements'> {
  const config = effective.safeParse(parseJson(side ?? ''));
  if (config.success) {
    const { suites, ...rest } = config.data;
    return { ...rest, ...(suites === undefined ? {} : tellSuites(suites)) };
  }
  tellDamage('the stored configuration is missing or cannot be read; the strictest gates are assumed');
  return {
    gates: STRICT_GATES,
    assessment: PLAIN_ASSESSMENT,
    budget: NO_BUDGET,
    components: [],
    contract: NO_CONTRACT,
  };
}

interface SuiteAsked {
  readonly name: string;
  readonly requires?: readonly string[] | undefined;
  readonly with?: Readonly<Record<string, { readonly env?: Readonly<Record<string, string>> | undefined }>> | undefined;
}

// Runs of versions before such lists were stored have suites without them.
function tellSuites(suites: readonly SuiteAsked[]): Pick<Declared, 'suites' | 'asked' | 'overrides'> {
  const lists = suites.flatMap(({ requires }) => (requires === undefined ? [] : [requires]));
  const asked = lists.length === 0 ? undefined : [...new Set(lists.flat())];
  const overridden = suites.flatMap(({ name, with: changes = {} }) =>
    Object.entries(changes).flatMap(([component, { env }]) =>
      env === undefined ? [] : [{ suite: name, component, settings: env }],
    ),
  );
  return {
    suites: suites.map(({ name }) => name),
    ...present({ asked, overrides: overridden.length === 0 ? undefined : overridden }),
  };
}
