import { ruleCountedTwice } from './rule-counted-twice.ts';
import { ruleListenedLate } from './rule-listened-late.ts';
import { ruleToldOtherwise } from './rule-told-otherwise.ts';
import { ruleUnknownNotice } from './rule-unknown-notice.ts';
import { ruleCopiedWish } from './rule-copied-wish.ts';
import { ruleToldAlike } from './rule-told-alike.ts';
import { ruleOfAnotherTest } from './rule-of-another-test.ts';
import { ruleAbsentComponent } from './rule-absent-component.ts';
import { ruleAbsentName } from './rule-absent-name.ts';
import { ruleCallerCode } from './rule-caller-code.ts';
import { ruleCertificate } from './rule-certificate.ts';
import { ruleDependencyCode } from './rule-dependency-code.ts';
import { ruleDependencyMissing } from './rule-dependency-missing.ts';
import { ruleDependencyRefuses } from './rule-dependency-refuses.ts';
import { ruleEdgeBroken } from './rule-edge-broken.ts';
import { ruleFailsAlone } from './rule-fails-alone.ts';
import { ruleFaultCode } from './rule-fault-code.ts';
import { ruleHangsLonger } from './rule-hangs-longer.ts';
import { ruleFolderDisagreement } from './rule-folder-disagreement.ts';
import { ruleLongerLimit } from './rule-longer-limit.ts';
import { ruleMissingField } from './rule-missing-field.ts';
import { ruleMissingFile } from './rule-missing-file.ts';
import { ruleMissingProgram } from './rule-missing-program.ts';
import { ruleMissingTool } from './rule-missing-tool.ts';
import { ruleMisuse } from './rule-misuse.ts';
import { ruleNoRequirement } from './rule-no-requirement.ts';
import { ruleNoisyHost } from './rule-noisy-host.ts';
import { ruleOpenRequirement } from './rule-open-requirement.ts';
import { rulePassesAlone } from './rule-passes-alone.ts';
import { ruleRaisedInService } from './rule-raised-in-service.ts';
import { ruleReplayAgrees } from './rule-replay-agrees.ts';
import { ruleReplayDiffers } from './rule-replay-differs.ts';
import { ruleRefusalNotPromised } from './rule-refusal-not-promised.ts';
import { ruleRequirementBroken } from './rule-requirement-broken.ts';
import { ruleServiceRefuses } from './rule-service-refuses.ts';
import { ruleServiceStack } from './rule-service-stack.ts';
import { ruleSilentService } from './rule-silent-service.ts';
import { ruleSlowSuite } from './rule-slow-suite.ts';
import { ruleToldOnly } from './rule-told-only.ts';
import { ruleUndocumentedField } from './rule-undocumented-field.ts';
import { ruleUndocumentedName } from './rule-undocumented-name.ts';
import { ruleRefusedElsewhere } from './rule-refused-elsewhere.ts';
import { rulePromiseUnkept } from './rule-promise-unkept.ts';
import { ruleUnaskedFarEnd } from './rule-unasked-far-end.ts';
import { ruleToldNothing } from './rule-told-nothing.ts';
import { ruleToldAddress } from './rule-told-address.ts';
import { ruleUnknownAddress } from './rule-unknown-address.ts';
import { ruleUnknownHost } from './rule-unknown-host.ts';
import { ruleUnknownName } from './rule-unknown-name.ts';
import { ruleUnsupported } from './rule-unsupported.ts';
import { ruleUntracedRequirement } from './rule-untraced-requirement.ts';
import { ruleUnusableFolder } from './rule-unusable-folder.ts';
import { ruleWaitsForItself } from './rule-waits-for-itself.ts';
import { ruleWaitsForService } from './rule-waits-for-service.ts';
import { ruleWrongFarEnd } from './rule-wrong-far-end.ts';
import { ruleImpatientTest } from './rule-impatient-test.ts';
import { ruleUnknownItem } from './rule-unknown-item.ts';
import { ruleUnlikeAccepted } from './rule-unlike-accepted.ts';
import { ruleNothingToRead } from './rule-nothing-to-read.ts';
import { ruleUnreadableAnswer } from './rule-unreadable-answer.ts';
import { ruleDependencyAnswer } from './rule-dependency-answer.ts';
import { ruleMuteEdge } from './rule-mute-edge.ts';
import { ruleWearsOut } from './rule-wears-out.ts';
import { ruleAnswerAsRequired } from './rule-answer-as-required.ts';
import { ruleHostData } from './rule-host-data.ts';
import { ruleOwnListener } from './rule-own-listener.ts';
import { ruleShortLimit } from './rule-short-limit.ts';
import { ruleLacksField } from './rule-lacks-field.ts';
import { ruleOwnComparison } from './rule-own-comparison.ts';
import { ruleOwnException } from './rule-own-exception.ts';
import { ruleWithinLimits } from './rule-within-limits.ts';
import { ruleOtherZone } from './rule-other-zone.ts';
import { ruleTooEarly } from './rule-too-early.ts';
import { ruleUnmetPrecondition } from './rule-unmet-precondition.ts';
import { ruleSmallDifference } from './rule-small-difference.ts';
import { ruleExhausted } from './rule-exhausted.ts';
import { ruleGivenOtherwise } from './rule-given-otherwise.ts';
import { ruleGivenRight } from './rule-given-right.ts';
import { ruleHalfOpen } from './rule-half-open.ts';
import { ruleAnswerFollows } from './rule-answer-follows.ts';
import { ruleDeliveredDiffers } from './rule-delivered-differs.ts';
import { ruleUndocumentedCode } from './rule-undocumented-code.ts';
import { ruleWantedCame } from './rule-wanted-came.ts';
import { ruleControlRefused } from './rule-control-refused.ts';
import { ruleDidNotWait } from './rule-did-not-wait.ts';
import { ruleNothingOwed } from './rule-nothing-owed.ts';
import { ruleMisreadAnswer } from './rule-misread-answer.ts';
import { ruleMisusedFramework } from './rule-misused-framework.ts';
import { ruleOtherCase } from './rule-other-case.ts';
import { ruleOtherOrder } from './rule-other-order.ts';
import { ruleOfElsewhere } from './rule-of-elsewhere.ts';
import { ruleWrongToken } from './rule-wrong-token.ts';
import { ruleOwnEffect } from './rule-own-effect.ts';
import { ruleSameOtherwise } from './rule-same-otherwise.ts';
import { ruleUnheardWord } from './rule-unheard-word.ts';
import { ruleWrongSort } from './rule-wrong-sort.ts';
import { ruleIllInItself } from './rule-ill-in-itself.ts';
import { rulePromisesMeet } from './rule-promises-meet.ts';
import { rulePromisedRefusal, ruleUntrueRefusal } from './rule-promised-refusal.ts';
import { ruleHalfWay } from './rule-half-way.ts';
import { ruleLetsGo } from './rule-lets-go.ts';
import { ruleLeftAway } from './rule-left-away.ts';
import { ruleUnsaidState } from './rule-unsaid-state.ts';
import { ruleHeaderAsPromised } from './rule-header-as-promised.ts';
import { ruleOwnHeader } from './rule-own-header.ts';
import { ruleRepeatedHeader } from './rule-repeated-header.ts';
import { ruleUnpromisedHeader } from './rule-unpromised-header.ts';
import { ruleUndecidedRequirement } from './rule-undecided-requirement.ts';
import { ruleVagueRequirement } from './rule-vague-requirement.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** What is asked when no decisive rule speaks; opinions are added up. docs/reference/rules.md prints this table. */
export const WEIGHTED_RULES: readonly WeightedRule[] = [
  // What the test code itself raises, and where it connects to.
  ruleUnknownName,
  ruleMisuse,
  ruleRaisedInService,
  ruleMissingFile,
  ruleMissingProgram,
  ruleHostData,
  ruleOwnListener,
  ruleControlRefused,
  ruleOwnException,
  ruleMisusedFramework,
  ruleOwnComparison,
  ruleUnknownHost,
  ruleCertificate,
  ruleUnknownAddress,
  ruleToldAddress,
  ruleRefusedElsewhere,
  ruleAbsentComponent,
  ruleServiceRefuses,
  ruleDependencyRefuses,
  ruleLeftAway,
  // Time.
  ruleSilentService,
  ruleWaitsForItself,
  ruleWaitsForService,
  ruleSlowSuite,
  ruleImpatientTest,
  ruleShortLimit,
  ruleNothingOwed,
  ruleUnheardWord,
  ruleListenedLate,
  ruleCountedTwice,
  ruleUnknownNotice,
  ruleToldOtherwise,
  ruleTooEarly,
  ruleDidNotWait,
  // What the service answers, and what its log says.
  ruleFaultCode,
  ruleDependencyCode,
  ruleDependencyAnswer,
  ruleDependencyMissing,
  ruleAbsentName,
  ruleUndocumentedName,
  ruleUnsupported,
  ruleCallerCode,
  ruleUnlikeAccepted,
  ruleRepeatedHeader,
  ruleOwnHeader,
  ruleLacksField,
  ruleWrongSort,
  ruleOtherCase,
  ruleUnmetPrecondition,
  ruleUnknownItem,
  ruleUndocumentedField,
  ruleMissingField,
  ruleMisreadAnswer,
  ruleSameOtherwise,
  ruleOfElsewhere,
  ruleCopiedWish,
  ruleToldAlike,
  ruleOfAnotherTest,
  ruleWrongToken,
  ruleOwnEffect,
  ruleNothingToRead,
  ruleUnreadableAnswer,
  ruleMissingTool,
  ruleUnusableFolder,
  ruleFolderDisagreement,
  ruleWrongFarEnd,
  ruleMuteEdge,
  ruleLetsGo,
  ruleServiceStack,
  ruleExhausted,
  ruleGivenRight,
  ruleToldNothing,
  ruleUnaskedFarEnd,
  rulePromiseUnkept,
  ruleGivenOtherwise,
  ruleSmallDifference,
  ruleAnswerFollows,
  ruleDeliveredDiffers,
  ruleToldOnly,
  // What was promised.
  rulePromisesMeet,
  rulePromisedRefusal,
  ruleUntrueRefusal,
  ruleVagueRequirement,
  ruleUndecidedRequirement,
  ruleUnsaidState,
  ruleHalfWay,
  ruleAnswerAsRequired,
  ruleUndocumentedCode,
  ruleWantedCame,
  ruleHeaderAsPromised,
  ruleUnpromisedHeader,
  ruleWithinLimits,
  ruleOtherOrder,
  ruleOtherZone,
  ruleRefusalNotPromised,
  ruleHalfOpen,
  ruleRequirementBroken,
  ruleUntracedRequirement,
  ruleEdgeBroken,
  ruleOpenRequirement,
  ruleNoRequirement,
  ruleNoisyHost,
  // What experiments showed.
  rulePassesAlone,
  ruleWearsOut,
  ruleFailsAlone,
  ruleLongerLimit,
  ruleHangsLonger,
  ruleReplayAgrees,
  ruleReplayDiffers,
  ruleIllInItself,
];
