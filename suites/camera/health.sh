#!/usr/bin/env bash
# Smoke test of health over HTTP with nothing but curl and jq: format, unknown path, concurrent requests, latency.
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

# get PATH FILE: body into FILE, prints the status code (000 = no answer).
get() { curl --silent --show-error --max-time 5 --output "$2" --write-out '%{http_code}' "$base$1" 2>>"$work/curl.log"; }

# expect_status PATH CODE [REQUIREMENT]
expect_status() {
  local code
  code=$(get "$1" "$work/body")
  if [ "$code" = "$2" ]; then
    say "ok: $1 answers $2 [$3]"
  else
    fail "$1 answered $code instead of $2: $(head -c 300 "$work/body" 2>/dev/null) $(tail -n 1 "$work/curl.log") [$3]"
  fi
}

# expect_json WHAT JQ-FILTER REQUIREMENT: the filter must be true of the last body.
expect_json() {
  if jq --exit-status "$2" "$work/body" >/dev/null 2>"$work/jq.log"; then
    say "ok: $1 [$3]"
  else
    fail "$1: not so in $(head -c 400 "$work/body") $(head -n 1 "$work/jq.log") [$3]"
  fi
}

number=1
for part in system cameras mediamtx; do
  id="REQ-HEALTH-00$number"
  number=$((number + 1))
  expect_status "/health/$part" 200 "$id"
  expect_json "$part has a status of the list" '.status | IN("healthy", "degraded", "unhealthy")' "$id"
  expect_json "$part has a time in UTC" '.timestamp | type == "string" and test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+]00:00)$")' "$id"
  expect_json "$part has components with status and details" \
    '.components | type == "object" and all(.[]; (.status | type == "string") and has("details"))' "$id"
done

expect_status /health/ready 200 REQ-HEALTH-004
expect_json 'ready says ready' '.status == "ready"' REQ-HEALTH-004

for path in / /health/nothing /health/ready/nothing /favicon.ico; do
  expect_status "$path" 404 REQ-HEALTH-006
done

# Forty requests, ten at a time: each one right.
seq 1 40 | xargs -P 10 -I '{}' curl --silent --max-time 5 --output "$work/many-{}.json" \
  --write-out '%{http_code} %{time_total}\n' "$base/health/ready" >"$work/many.txt" 2>>"$work/curl.log"
answered=$(grep -c '^200 ' "$work/many.txt")
right=$(jq --raw-output '.status' "$work"/many-*.json 2>/dev/null | grep -c '^ready$')
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
