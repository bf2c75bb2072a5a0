// What the user or the machine did wrong. Everything else that is thrown is a bug of ours (exit 70).

/** Error code → exit status and one plain sentence. `docs/reference/exit-codes.md` prints this table and a test compares them. */
export const ERROR_CODES = {
  usage: { exit: 2, sentence: 'The command line could not be understood.' },
  'config-not-found': { exit: 2, sentence: 'There is no configuration file in the given folder.' },
  'config-invalid': { exit: 2, sentence: 'The configuration has mistakes; each is listed with file and line.' },
  'run-not-found': { exit: 2, sentence: 'No stored run has that id or path.' },
  'run-unreadable': { exit: 2, sentence: 'A stored run exists but its journal cannot be read.' },
  'results-unreadable': { exit: 2, sentence: 'A file with results of another tool cannot be read.' },
  'platform-unsupported': { exit: 3, sentence: 'Running worlds needs Linux on x64 or arm64.' },
  'node-too-old': { exit: 3, sentence: 'Node 20.19 or newer is needed.' },
  'tool-missing': { exit: 3, sentence: 'MediaMTX, FFmpeg or ffprobe could not be found or obtained.' },
  'tool-refused': {
    exit: 3,
    sentence: 'A tool was found but is not what it claims to be, or its version is not supported.',
  },
  'host-not-ready': { exit: 3, sentence: 'This machine lacks something the harness itself needs.' },
  'nothing-selected': {
    exit: 4,
    sentence: 'The selection matched no suite, or no test was executed in the whole run.',
  },
  'results-not-written': { exit: 74, sentence: 'The results could not be written; the verdicts were still printed.' },
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;

/** Exit statuses that are not errors of the user or machine. */
export const EXIT = { passed: 0, failed: 1, nothing: 4, bug: 70, notWritten: 74, sigint: 130, sigterm: 143 } as const;

/** The one error type for what the user or machine did wrong. `details` are further lines, each complete in itself. */
export class RealityError extends Error {
  override readonly name = 'RealityError';
  readonly code: ErrorCode;
  readonly details: readonly string[];

  constructor(code: ErrorCode, message: string, options: { details?: readonly string[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? [];
  }

  get exitCode(): number {
    return ERROR_CODES[this.code].exit;
  }
}

/** The text of anything that was thrown, with the chain of causes; never empty. */
export function describeError(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `non-error thrown: ${String(thrown)}`;
  const own = thrown.message.trim() === '' ? thrown.name : thrown.message;
  return thrown.cause === undefined ? own : `${own}: ${describeError(thrown.cause)}`;
}
