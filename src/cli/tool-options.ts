import { Option } from 'commander';
import type { Command } from 'commander';

/** One option as the help shows it; also read from `REALITY_OPT_<LONG NAME>`. */
export interface OptionRow {
  readonly flags: string;
  readonly text: string;
  readonly choices?: readonly string[];
}

/** Which tools a world is made of: options of every command that looks for them. */
export const TOOL_OPTIONS: readonly OptionRow[] = [
  { flags: '--mediamtx <file>', text: 'MediaMTX to use' },
  { flags: '--ffmpeg <file>', text: 'FFmpeg to use' },
  { flags: '--ffprobe <file>', text: 'ffprobe to use' },
  { flags: '--mediamtx-version <version>', text: 'exactly this release of MediaMTX, such as 1.14.0' },
  { flags: '--mirror <url>', text: 'address in place of that of the official releases' },
  { flags: '--cache-dir <dir>', text: 'where obtained tools are kept' },
];

export function addToolOptions(command: Command): Command {
  for (const row of TOOL_OPTIONS) command.addOption(makeOption(row));
  return command;
}

export function makeOption(row: OptionRow): Option {
  const option = new Option(row.flags, row.text);
  if (row.choices !== undefined) option.choices(row.choices);
  return option.env(`REALITY_OPT_${option.long?.replace(/^--/u, '').replaceAll('-', '_').toUpperCase() ?? ''}`);
}
