import type { Failure } from '#domain';

/** Where the exception was raised. */
export function placeOf({ frames: [frame] }: Failure): { readonly where?: string } {
  return frame === undefined ? {} : { where: `${frame.file}:${frame.line}` };
}
