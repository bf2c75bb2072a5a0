export interface StopOptions {
  /** `--keep always`: the private root stays, and whoever asked for it prints the path. */
  readonly leaveRoot?: boolean;
  /** No grace for anybody: the second Ctrl-C. May come while a polite stop is under way. */
  readonly hurry?: boolean;
}
