// The words and facts of the product. No input or output, no clock, no randomness.
export { COVERAGE_STATES } from './assessment.ts';
export type {
  AcceptedLine,
  Assessment,
  BudgetLine,
  Confidence,
  ConfidenceInput,
  Counts,
  CoverageRow,
  CoverageState,
  CriterionGroup,
  CriterionResult,
  ExclusionLine,
  GateResult,
  GroupRow,
  MeasuredCriterion,
  Totals,
  UnmeasuredCriterion,
} from './assessment.ts';
export { DEFAULT_HORIZONS, FIX_KINDS, MEASURES, PLAIN_ASSESSMENT } from './assessment-settings.ts';
export type {
  AcceptedCause,
  AssessmentSettings,
  CriterionLimit,
  DocumentFields,
  EffortWord,
  Exclusion,
  FixKind,
  Horizon,
  Measure,
  OwnCriterion,
  SelectedGate,
  Selector,
} from './assessment-settings.ts';
export type { ComparedCause, ComparedRun, Comparison } from './comparison.ts';
export type {
  AllowEntry,
  Budget,
  ComponentDeclaration,
  ComponentSpec,
  Config,
  Contract,
  ContractCode,
  ContractMethod,
  ContractRoute,
  Gates,
  GuardSettings,
  Limits,
  PortDeclaration,
  ProvisionSettings,
  Requirement,
  RunSettings,
  SourcePlace,
  SuiteSpec,
} from './config.ts';
export type { EngineEvent, EventDamage, Peer } from './engine-event.ts';
export { remainingMs } from './environment.ts';
export type { Environment, Patience } from './environment.ts';
export type { Finding, FindingVerdict } from './finding.ts';
export { fillFromWorld } from './fill-from-world.ts';
export { fingerprint } from './fingerprint.ts';
export { ERROR_CODES, EXIT, RealityError, describeError } from './error.ts';
export type { ErrorCode } from './error.ts';
export { COMPONENT_STATES } from './events.ts';
export type {
  ComponentState,
  Emit,
  JournalRecord,
  Origin,
  RunEvent,
  RunEventKind,
  RunStarted,
  WorldEvent,
  WriteSide,
} from './events.ts';
export type { Evidence, ListenerFact, ProcessFact, ProcessIdentity } from './evidence.ts';
export { EXPERIMENT_MODES, LIMIT_FACTOR, RERUNS_ALONE } from './experiment-request.ts';
export type { ExperimentMode, ExperimentRequest, ExperimentSettings, ReplayStep } from './experiment-request.ts';
export { ELSEWHERE, EXCHANGE_ENDS, EXPERIMENTS, HANG_REASONS } from './fact.ts';
export type {
  Elsewhere,
  ExchangeEnd,
  ExchangeFact,
  Experiment,
  ExperimentKind,
  Fact,
  FoundFact,
  HangFact,
  HangPeer,
  HangReason,
  HostLoadFact,
  LogFact,
  NamedItem,
  RepeatedHeader,
  ProbeFact,
} from './fact.ts';
export type { Failure, Frame } from './failure.ts';
export { FRAME_ORIGINS, attributeFrame } from './frame-origin.ts';
export type { FrameContext, FrameOrigin } from './frame-origin.ts';
export type { Effort, FixPlan, PlanHorizon, PlanPhase, PlanStep } from './fix-plan.ts';
export type { AttemptEnd, AttemptEvent } from './attempt-event.ts';
export { LOAD_TEST_TITLE, printTestId } from './identity.ts';
export type { TestId } from './identity.ts';
export { INCIDENT_KINDS } from './incident.ts';
export type { Incident, IncidentKind } from './incident.ts';
export { LOCI, OWNERS, SEVERITIES } from './judgement.ts';
export type { Cause, Determinism, Judgement, Locus, Owner, Remedy, Severity } from './judgement.ts';
export { compareWays } from './compare-ways.ts';
export type { Independence } from './independence.ts';
export { PARITY_VERDICTS } from './parity.ts';
export type { ParityRow, ParitySide, ParityVerdict } from './parity.ts';
export {
  MEDIA_NONCE_SIZE_BYTES,
  findMediaNonces,
  isOfNonce,
  joinTransportStream,
  makeNonceFilter,
  stampMedia,
} from './media-nonce.ts';
export { CONTACT_SOURCES, MOCK_WITNESSES } from './no-mocks.ts';
export type {
  Attestation,
  Canary,
  Contact,
  ContactPeer,
  ContactSource,
  GuardedProcess,
  MockUse,
  MockWitness,
  Unplugged,
} from './no-mocks.ts';
export { isBelow, rankOf } from './contact-level.ts';
export { mergeContacts } from './edge-contact.ts';
export type { EdgeContact } from './edge-contact.ts';
export { REALNESS, countClaims, isViolation, weighRealness } from './realness.ts';
export type { Realness, SuiteRealness } from './realness.ts';
export { WAYS, configuredName, plannedName, unplannedSuite } from './plan.ts';
export type { AnnouncedTest, Plan, PlannedSuite, TestIsolation, Way } from './plan.ts';
export type { Policy } from './policy.ts';
export { listEffects } from './effect.ts';
export type { Effect } from './effect.ts';
export { WORLD_DIRS, checkReference, fillReferences, findReferences, findTexts } from './reference.ts';
export type { ReferableComponent, Reference, ReferenceProblem } from './reference.ts';
export { MORE_HEADERS, isCredential, isUsual, keepHeaders } from './kept-headers.ts';
export type { KeptHeaders } from './kept-headers.ts';
export { describeNearest, findNearest } from './nearest.ts';
export { present } from './present.ts';
export { quoteWord, repeatCommand, rerunCommand, storedRunWord } from './rerun-command.ts';
export type { Present } from './present.ts';
export type {
  AttemptState,
  Declared,
  DeclaredComponent,
  FoundMock,
  IncidentState,
  JournalFacts,
  RunState,
  SuiteState,
  TestProcess,
  TestState,
  WorldComponentState,
  WorldPort,
  WorldState,
} from './run-state.ts';
export { OWNERSHIP_SIGNS, STOP_CAUSES } from './spawn.ts';
export type { CapturedStream, ChildEnd, Leak, OwnershipSign, SpawnDescription, StopCause, Usage } from './spawn.ts';
export { TOOL_NAMES } from './tool.ts';
export type { ToolIdentity, ToolName, ToolSource, Toolbox } from './tool.ts';
export {
  CATEGORIES,
  CONTACT_LEVELS,
  DECISIONS,
  HEADINGS,
  LANES,
  MARKS,
  OUTCOMES,
  REASONS,
  isGreen,
  unreachable,
} from './words.ts';
export type { Category, ContactLevel, Decision, Heading, Lane, Mark, Outcome, Reason } from './words.ts';
export { findVariableCollisions, makeWorldVariables } from './world-variables.ts';
export { CONTROL_VERBS } from './world-file.ts';
export type { ControlReply, ControlRequest, ControlVerb, WorldFile, WorldFileComponent } from './world-file.ts';
export { zeroFor } from './word-counts.ts';
export type { Check } from './check.ts';
export { count, formatBytes, formatDuration, formatRate } from './format.ts';
export { breakCommands, clipText, oneLine, showHidden } from './visible.ts';
export { clauseHolds } from './condition.ts';
export type { FindSent, Held, Sent } from './condition.ts';
export { isPromisedCode, isSuccess, listClauses } from './promise.ts';
export type { Clause, Condition, Demanded, PromisedAnswer, Scalar } from './promised.ts';
export { ANY_REFUSAL, singular } from './read-sentence.ts';
export { findMeetings, goesFirst, isOfOneName, isOfOneSide, namesOf } from './meeting-promises.ts';
export type { Meeting } from './meeting-promises.ts';
export { sortOf } from './sort-of.ts';
export { holds } from './holds.ts';
export { withoutCallId } from './call-id.ts';
