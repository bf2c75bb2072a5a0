import { z } from 'zod';

const line = z.object({
  Action: z.string(),
  Package: z.string().optional(),
  ImportPath: z.string().optional(),
  Test: z.string().optional(),
  Output: z.string().optional(),
  Elapsed: z.number().optional(),
  Time: z.string().optional(),
  FailedBuild: z.string().optional(),
});

/** What go says of one package. */
export interface GoEvent {
  readonly action: string;
  readonly test: string | undefined;
  readonly output: string;
  readonly elapsedMs: number;
  /** Milliseconds since 1970; 0 when it is not told. */
  readonly atMs: number;
}

export type GoLine =
  | {
      readonly kind: 'package';
      readonly name: string;
      readonly event: GoEvent;
      readonly failedBuild: string | undefined;
    }
  /** go 1.24 and newer; before that, builds are told on stderr. */
  | { readonly kind: 'build'; readonly name: string; readonly output: string }
  | { readonly kind: 'other' };

/** One line of `go test -json`; undefined when it is none. */
export function parseGoLine(text: string): GoLine | undefined {
  const told = text.startsWith('{') ? line.safeParse(parseJson(text)).data : undefined;
  if (told === undefined) return undefined;
  const { ImportPath: build, Package: name, Output: output = '' } = told;
  if (build !== undefined) return { kind: 'build', name: build, output };
  if (name === undefined) return { kind: 'other' };
  const atMs = parseMoment(told.Time ?? '');
  const event = {
    action: told.Action,
    test: told.Test,
    output,
    elapsedMs: (told.Elapsed ?? 0) * 1000,
    atMs,
  };
  return { kind: 'package', name, event, failedBuild: told.FailedBuild };
}

/** RFC 3339 with up to nine digits of a second, of which Date keeps three. */
function parseMoment(text: string): number {
  const atMs = Date.parse(text);
  const finer = /\.\d{3}(\d{1,6})/u.exec(text)?.[1] ?? '0';
  return Number.isFinite(atMs) ? atMs + Math.round(Number(`0.${finer}`) * 1000) / 1000 : 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
