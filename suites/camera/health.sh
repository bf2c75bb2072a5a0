#!/usr/bin/env bash
# Smoke test of health over HTTP from outside: format, unknown path, concurrent requests, latency. It asks with curl, and with
# Node where there is no curl; JSON is read by Node, which is wherever these suites run.
# Requirements: REQ-HEALTH-001 to REQ-HEALTH-004, REQ-HEALTH-006, REQ-HEALTH-010.
set -u -o pipefail

base=${REALITY_SERVICE_URL_HEALTH:?the world did not tell where health is}
work=$(mktemp -d "${REALITY_TMP:-${TMPDIR:-/tmp}}/health.XXXXXX")
trap 'rm -rf "$work"' EXIT
failures=0

say() { printf '%s\n' "$*"; }
fail() {
  failures=$((failures + 1))
  printf 'FAILED: %s\n' "$*" >&2
}

# request URL FILE: body into FILE, prints `status seconds` (status 000 = no answer).
if command -v curl >/dev/null; then
  request() { curl --silent --show-error --max-time 5 --output "$2" --write-out '%{http_code} %{time_total}\n' "$1"; }
else
  request() {
    node -e '
      const [url, file] = process.argv.slice(1);
      const began = performance.now();
      const tell = (status) => console.log(status, (performance.now() - began) / 1000);
      fetch(url, { signal: AbortSignal.timeout(5000) })
        .then(async (answer) => (require("node:fs").writeFileSync(file, await answer.text()), tell(answer.status)))
        .catch((error) => (console.error(String(error.cause ?? error)), tell("000")));
    ' "$1" "$2"
  }
fi
export -f request

# get PATH FILE: prints the status alone.
get() { request "$base$1" "$2" 2>>"$work/request.log" | cut -d' ' -f1; }

# expect_status PATH CODE [REQUIREMENT]
expect_status() {
  local code
  code=$(get "$1" "$work/body")
  if [ "$code" = "$2" ]; then
    say "ok: $1 answers $2 [$3]"
  else
    fail "$1 answered $code instead of $2: $(head -c 300 "$work/body" 2>/dev/null) $(tail -n 1 "$work/request.log") [$3]"
  fi
}

# expect_json WHAT EXPRESSION REQUIREMENT: the JavaScript expression must be true of the last body, which it finds in `body`.
expect_json() {
  if node -e 'const body = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    process.exitCode = Function("body", `return (${process.argv[2]})`)(body) === true ? 0 : 1;' \
    "$work/body" "$2" >/dev/null 2>"$work/json.log"; then
    say "ok: $1 [$3]"
  else
    fail "$1: not so in $(head -c 400 "$work/body") $(grep -m 1 Error "$work/json.log") [$3]"
  fi
}

number=1
for part in system cameras mediamtx; do
  id="REQ-HEALTH-00$number"
  number=$((number + 1))
  expect_status "/health/$part" 200 "$id"
  expect_json "$part has a status of the list" '["healthy", "degraded", "unhealthy"].includes(body.status)' "$id"
  expect_json "$part has a time in UTC" '/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+]00:00)$/.test(body.timestamp)' "$id"
  expect_json "$part has components with status and details" \
    'Object.values(body.components).every((one) => typeof one.status === "string" && "details" in one)' "$id"
done

expect_status /health/ready 200 REQ-HEALTH-004
expect_json 'ready says ready' 'body.status === "ready"' REQ-HEALTH-004

for path in / /health/nothing /health/ready/nothing /favicon.ico; do
  expect_status "$path" 404 REQ-HEALTH-006
done

# Forty requests, ten at a time: each one right.
seq 1 40 | xargs -P 10 -I '{}' bash -c 'request "$1" "$2"' _ "$base/health/ready" "$work/many-{}.json" >"$work/many.txt" 2>>"$work/request.log"
answered=$(grep -c '^200 ' "$work/many.txt")
right=$(grep -lE '"status" *: *"ready"' "$work"/many-*.json | wc -l)
if [ "$answered" -eq 40 ] && [ "$right" -eq 40 ]; then
  say 'ok: 40 requests, ten at a time, all ready [REQ-HEALTH-010]'
else
  fail "of 40 concurrent requests $answered answered 200 and $right said ready [REQ-HEALTH-010]"
fi

# The truth about MediaMTX is due within 5 s, so an answer that takes longer cannot tell it.
p95=$(awk '{ print $2 }' "$work/many.txt" | sort -n | awk '{ times[NR] = $1 } END { rank = int(NR * 0.95 + 0.999); print times[rank] }')
if awk -v p95="${p95:-99}" 'BEGIN { exit !(p95 < 5) }'; then
  say "ok: latency p95 ${p95} s over 40 concurrent requests [REQ-HEALTH-010]"
else
  fail "latency p95 ${p95:-unknown} s is not below 5 s [REQ-HEALTH-010]"
fi

if [ "$failures" -ne 0 ]; then
  printf '%s of the checks of health failed\n' "$failures" >&2
  exit 1
fi
say 'health: all checks passed'
