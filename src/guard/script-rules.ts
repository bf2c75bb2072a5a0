import { frameworkRule, nodeTestRule, undiciRule } from './rules-api.ts';
import { routeRule } from './rules-browser.ts';
import { packageRule, programRule } from './rules-load.ts';
import { cacheRule, globalRule, memberRule } from './rules-overwrite.ts';
import type { ScriptRule } from './script-rule.ts';

/** All of them; docs/reference/mock-rules.md prints this table. */
export const SCRIPT_RULES: readonly ScriptRule[] = [
  packageRule,
  frameworkRule,
  nodeTestRule,
  undiciRule,
  globalRule,
  memberRule,
  cacheRule,
  routeRule,
  programRule,
];
