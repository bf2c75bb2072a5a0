import { z } from 'zod';
import type {
  Condition,
  Contract,
  ContractCode,
  ContractMethod,
  ContractRoute,
  PromisedAnswer,
  Requirement,
} from '#domain';

// The schemas of a registry file: requirements, and the contract of names and codes that they speak of.

/** A schema together with what it accepts. */
type Schema<Value> = z.ZodType<Value>;

const EDGE = /^[a-z][a-z0-9-]*>[a-z][a-z0-9-]*$/u;
const ROUTE = /^[A-Z]+ \/\S*$/u;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const condition: Schema<Condition> = z
  .strictObject({
    const: scalar.exactOptional().describe('It is this.'),
    enum: z.array(scalar).min(1).exactOptional().describe('It is one of these.'),
    minimum: z.number().exactOptional().describe('A number of at least this.'),
    maximum: z.number().exactOptional().describe('A number of at most this.'),
    exclusiveMinimum: z.number().exactOptional().describe('A number greater than this.'),
    exclusiveMaximum: z.number().exactOptional().describe('A number less than this.'),
    minLength: z.int().min(0).exactOptional().describe('A text of at least so many letters.'),
    maxLength: z.int().min(0).exactOptional().describe('A text of at most so many letters.'),
    pattern: z
      .string()
      .refine(isPattern, 'must be a regular expression')
      .exactOptional()
      .describe('A regular expression that is found in it.'),
    is: z
      .enum(['missing', 'unknown'])
      .exactOptional()
      .describe('missing: the request does not have it. unknown: it names something that there is not.'),
  })
  .refine((value) => Object.keys(value).length > 0, 'a condition must say something, such as `maximum: 100`')
  .describe('In the words of JSON Schema; all of them must hold.');

const answer: Schema<PromisedAnswer> = z
  .strictObject({
    code: z
      .union([z.string().min(1), z.int().transform(String)])
      .exactOptional()
      .describe('HTTP status or error code; `ok` = answered, and with no error.'),
    fields: z.record(z.string().min(1), scalar).exactOptional().describe('Field of the answer → its value.'),
    headers: z
      .record(
        z.string().regex(/^[a-z][a-z0-9-]*$/u, 'the name of a header in lower case'),
        z.union([z.string().min(1), z.literal(true)]),
      )
      .exactOptional()
      .describe('Header of the answer, in lower case → its value; `true` = it is there.'),
    withinMs: z.number().positive().exactOptional().describe('Milliseconds until it is answered.'),
  })
  .refine((value) => Object.keys(value).length > 0, 'an answer must say something, such as `code: 404`');

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== '';
  } catch {
    return false;
  }
}

export const requirement: Schema<Requirement> = z.strictObject({
  id: z.string().min(1).max(100).describe('Free-form; suites name it in `covers`.'),
  text: z.string().min(1).describe('One testable sentence.'),
  source: z.string().default('').describe('Where the demand comes from.'),
  status: z
    .enum(['approved', 'draft', 'conflicting'])
    .default('approved')
    .describe('conflicting: contradicted by another.'),
  critical: z.boolean().default(false).describe('Without it the service cannot be used or loses data.'),
  kind: z.string().default('behaviour').describe('Free-form, such as behaviour, error or limit.'),
  edge: z
    .string()
    .regex(EDGE, 'must be two components, such as service>mediamtx')
    .exactOptional()
    .describe('`service>mediamtx`: demanded of the exchange between two components, not of one alone.'),
  verifiedBy: z
    .array(z.string().min(1))
    .exactOptional()
    .describe('Suites, or printed test ids, that must be there and selected.'),
  names: z
    .array(z.string().min(1))
    .exactOptional()
    .describe('Methods, `GET /routes` and codes of `contract` that it speaks of.'),
  when: z
    .record(z.string().min(1), condition)
    .exactOptional()
    .describe('Field of the request → what has to hold of it for `answers` to be due; absent = of any request.'),
  answers: answer.exactOptional().describe('What is answered, where `when` holds.'),
  otherwise: answer.exactOptional().describe('What is answered where `when` does not hold.'),
  before: z
    .array(z.string().min(1))
    .exactOptional()
    .describe('Requirements that stand back where one request is of them and of this one.'),
});

const status = z
  .enum(['approved', 'draft', 'conflicting'])
  .default('approved')
  .describe('Of the document that names it.');
const result = z
  .array(z.string().min(1))
  .exactOptional()
  .describe('Top-level fields that its documented result has, `name?` for one that may be missing; absent = not said.');

/** One method of a contract. */
export const method: Schema<ContractMethod> = z.strictObject({
  name: z.string().min(1).max(200).describe('As it is called.'),
  status,
  result,
});

/** One route of a contract. */
export const route: Schema<ContractRoute> = z.strictObject({
  name: z.string().max(200).regex(ROUTE, 'must be a method and a path, such as GET /health').describe('`GET /health`.'),
  status,
  result,
});

/** One code of a contract. */
export const code: Schema<ContractCode> = z.strictObject({
  code: z
    .union([z.string().min(1), z.int().transform(String)])
    .describe('JSON-RPC error code, HTTP status, or a word that errors carry.'),
  meaning: z.string().default('').describe('In a few words.'),
  blames: z
    .enum(['caller', 'service', 'dependency', 'unsupported'])
    .describe('Whose doing it reports: of who asks, of the service, of what it needs; or that it was never promised.'),
  component: z.string().exactOptional().describe('The component that is blamed, with `dependency`.'),
});

/** The whole section, for the published schema; its items are read one by one. */
export const contract: Schema<Contract> = z.strictObject({
  methods: z.array(method).default([]).describe('Methods of the service.'),
  routes: z.array(route).default([]).describe('Routes of its HTTP servers.'),
  codes: z.array(code).default([]).describe('Codes of its error answers.'),
});

/** The head of a registry file; its items are read one by one. */
export const registryHead: Schema<{ readonly version: 1 }> = z.strictObject({
  version: z.literal(1).describe('Of the format.'),
});

/** The head of `contract`. */
export const contractHead: Schema<object> = z.strictObject({});
