import path from 'node:path';
import { attributeFrame } from '#domain';
import type { Config, Emit, Failure, FrameContext, PlannedSuite, RunEvent, SuiteSpec } from '#domain';

export interface FrameSources {
  readonly config: Config;
  readonly planned: PlannedSuite;
  readonly spec: SuiteSpec;
  /** File of a test by its ordinal. */
  readonly fileOf: (ordinal: number) => string | undefined;
}

/** The same way for events; where one carries frames of a stack, each says where it lies. */
export function attributeFrames(emit: Emit, { config, planned, spec, fileOf }: FrameSources): Emit {
  const serviceFolders = listServiceFolders(config, planned.closure);
  return (event) => {
    if (!hasFrames(event)) emit(event);
    else {
      const testFile = fileOf(event.ordinal);
      const context = { cwd: spec.cwd, serviceFolders, ...(testFile !== undefined && { testFile }) };
      emit({ ...event, failure: attribute(event.failure, context) });
    }
  };
}

type Failed = Extract<RunEvent, { kind: 'test-ended' }> & { readonly failure: Failure };

function hasFrames(event: RunEvent): event is Failed {
  return event.kind === 'test-ended' && event.failure !== undefined && event.failure.frames.length > 0;
}

function attribute(failure: Failure, context: FrameContext): Failure {
  const frames = failure.frames.map((frame) => ({ ...frame, origin: attributeFrame(frame.file, context) }));
  return { ...failure, frames };
}

/** Folders of the files that the commands of the world's programs name. */
function listServiceFolders(config: Config, closure: readonly string[]): readonly string[] {
  return config.components
    .filter(({ name }) => closure.includes(name))
    .flatMap(({ options }) => {
      const [command, cwd] = [readOption(options, 'command'), readOption(options, 'cwd')];
      const folder = path.resolve(config.root, typeof cwd === 'string' ? cwd : '.');
      const files = Array.isArray(command) ? command.map(String).filter(isFile) : [];
      return files.map((file) => path.dirname(path.resolve(folder, file)));
    });
}

/** Of a component's command, whatever its kind calls its other options. */
function readOption(options: unknown, name: string): unknown {
  return typeof options === 'object' && options !== null ? Reflect.get(options, name) : undefined;
}

function isFile(argument: string): boolean {
  return !argument.startsWith('-') && (argument.includes('/') || /\.(?:[cm]?[jt]s|py|rb|jar)$/u.test(argument));
}
