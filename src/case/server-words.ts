/** How servers tell a client that they do not serve it as they are, by the kind of component: full, read only, closed to it, not ready. What a server says of the question itself is none of these. */
const REFUSES: ReadonlyMap<string, RegExp> = new Map([
  [
    'redis',
    /\b(?:OOM command not allowed|NOAUTH (?:Authentication|HELLO)|WRONGPASS invalid|NOPERM (?:this user|User)|READONLY You can't write|MISCONF \w+ is configured|LOADING \w+ is loading|MOVED \d+ \S+:\d+|CLUSTERDOWN |MASTERDOWN |NOREPLICAS |ERR max number of clients reached|ERR Client sent AUTH|ERR AUTH <password> called|ERR invalid password|ERR DB index is out of range)/u,
  ],
  [
    'postgres',
    /sorry, too many clients already|remaining connection slots are reserved|too many connections for (?:role|database)|authentication failed for user|no pg_hba\.conf entry for|\bdatabase "[^"]+" does not exist|\brole "[^"]+" does not exist|cannot execute [A-Z ]+ in a read-only transaction|could not (?:extend|write to|create) file "[^"]+"|No space left on device|the database system is (?:starting up|shutting down|in recovery mode|not yet accepting)|terminating connection due to administrator command|permission denied for (?:table|schema|database|relation|sequence)/u,
  ],
  [
    'rabbitmq',
    /\b(?:ACCESS_REFUSED|RESOURCE_LOCKED|NOT_ALLOWED|CONNECTION_FORCED|RESOURCE_ERROR) - |\b(?:403|405|320|530|506) ?\(?(?:ACCESS|RESOURCE|NOT|CONNECTION)[_-](?:REFUSED|LOCKED|ALLOWED|FORCED|ERROR)\b/u,
  ],
]);

/** How they say that what was asked is itself wrong: whoever asked it has to be mended, though the line may name the server. */
const ASKED_WRONGLY =
  /\bWRONGTYPE Operation|\bERR (?:unknown (?:sub)?command|wrong number of arguments|syntax error|value is not|invalid expire)|syntax error at (?:or near|end of input)|violates (?:unique|not-null|foreign key|check|exclusion) constraint|\bcolumn "?[\w.]+"? (?:of relation "\w+" )?does not exist|relation "[^"]+" does not exist|invalid input syntax for|value too long for type|operator does not exist|\bdeadlock detected|current transaction is aborted/u;

/** Whether this is what a server of this kind says to a client that it does not serve. */
export function refusesToServe(kind: string, text: string): boolean {
  // Of a server that stands elsewhere the configuration tells no more than that.
  const known = kind === 'external' ? [...REFUSES.values()] : [REFUSES.get(kind)];
  return known.some((words) => words?.test(text) === true);
}

/** Whether a server says that the question is wrong. */
export function isAskedWrongly(text: string): boolean {
  return ASKED_WRONGLY.test(text);
}
