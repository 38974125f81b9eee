#!/usr/bin/env bash
# Builds and tests everything, on a fresh Debian 12 with the .NET SDK 10, as root or not. It installs what the tests need, and
# its last line says how many tests and checks really ran: "N passed, N failed".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
# Compilers that outlive the build would hold this script's output open, and a caller that reads it to the end would wait for them.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1 DOTNET_CLI_UI_LANGUAGE=en
# Random histories a property is tried on; each failure prints its seed. Raise it for a long run.
export LEDGER_SAMPLES=${LEDGER_SAMPLES:-2000}
export DEBIAN_FRONTEND=noninteractive npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

results=$PWD/TestResults/run
passed=0
failed=0
rm -rf "$results"
mkdir -p "$results"

finish() {
  echo
  echo "$passed passed, $failed failed"
  if ((failed > 0 || passed == 0)); then exit 1; fi
  exit 0
}

# One check: a name and a command, counted as one. What the command says is shown where it fails.
check() {
  local name=$1 log=$results/check.log start=$SECONDS
  shift
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1))
    echo "ok      $name ($((SECONDS - start)) s)"
  else
    failed=$((failed + 1))
    echo "FAILED  $name ($((SECONDS - start)) s)"
    sed 's/^/        /' "$log"
    return 1
  fi
}

# Makes a command available from a Debian package, where that is allowed.
need() {
  local command=$1 reason=$2
  shift 2
  if command -v "$command" >/dev/null; then return; fi
  if ((EUID == 0)) && command -v apt-get >/dev/null; then
    echo "installing $* for $reason"
    if { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } >"$results/apt.log" 2>&1; then return; fi
    echo "FAILED  install $*"
    sed 's/^/        /' "$results/apt.log"
    failed=$((failed + 1))
    return 1
  fi
  echo "skipped $reason: '$command' is missing, and installing $* needs root and apt-get"
  return 1
}

is_in_solution() { grep -qF "${1//\//\\}" Ledger.sln; }

# Runs one test project and adds what its report counts.
run_tests() {
  local project=$1 name report status=0 counters
  name=$(basename "$(dirname "$project")")
  if ! is_in_solution "$project"; then check "build $project" dotnet build "$project" -c Release -v quiet || return 0; fi
  echo "running $project"
  dotnet test --project "$project" -c Release --no-build --results-directory "$results" --timeout 45m \
    --report-xunit-trx --report-xunit-trx-filename "$name.trx" --no-ansi --progress off || status=$?
  report=$results/$name.trx
  counters=$(grep -o '<Counters [^>]*>' "$report" 2>/dev/null || true)
  if [[ -z $counters ]]; then
    echo "FAILED  $project ended with status $status and without a report"
    failed=$((failed + 1))
    return
  fi
  local good bad
  good=$(counted "$counters" passed)
  bad=$(($(counted "$counters" failed) + $(counted "$counters" error) + $(counted "$counters" timeout) + $(counted "$counters" aborted)))
  if ((status != 0 && bad == 0)); then
    echo "FAILED  $project ended with status $status though no test failed"
    bad=1
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
}

counted() {
  local value
  value=$(sed -n "s/.* $2=\"\([0-9]*\)\".*/\1/p" <<<"$1")
  echo "${value:-0}"
}

if ! command -v dotnet >/dev/null; then
  echo "FAILED  the .NET SDK 10 is missing: install it (https://dot.net) and run this again"
  failed=1
  finish
fi

build=ok
check "build, with warnings as errors" dotnet build Ledger.sln -c Release -v quiet || build=failed

node=ok
need node "the contract checks, the check of the manifests' schema and the one of the store's stand-in" nodejs npm &&
  need npm "the same checks" npm &&
  check "tools of tests/package.json" npm --prefix tests install || node=missing

if [[ $node == ok ]]; then
  check "protos: buf lint and buf breaking" bash tests/contracts/lint.sh || true
  check "OpenAPI document: spectral" tests/node_modules/.bin/spectral lint contracts/api/openapi.json --ruleset tests/contracts/.spectral.yaml --fail-severity hint || true
  check "AsyncAPI document: spectral" bash tests/contracts/asyncapi.sh || true
  check "sample data: lines of the published schema" node tests/contracts/sample.mjs || true
  if [[ $build == ok ]]; then check "the store's stand-in: the official client of EventStoreDB" node tests/eventstore/client.mjs || true; fi
  if [[ $build == ok ]]; then check "HTTP answers: as the OpenAPI document says" node tests/contracts/answers.mjs || true; fi
fi

if need kubectl "the check that kustomize builds" kubernetes-client; then
  for folder in k8s/base k8s/separate k8s/overlays/*/; do
    manifests=$results/$(tr / - <<<"${folder%/}").yaml
    build_manifests() { kubectl kustomize "$folder" >"$manifests"; }
    check "kubectl kustomize ${folder%/}" build_manifests || continue
    if [[ $node == ok ]]; then check "schema of ${folder%/}" node tests/contracts/k8s.mjs "$manifests" || true; fi
  done
fi

if [[ $build == ok ]]; then
  need rabbitmq-server "the tests on a real broker" rabbitmq-server || true
  for project in tests/Specs/*.csproj tests/Integration/*.csproj; do
    if [[ -f $project ]]; then run_tests "$project"; fi
  done
else
  echo "skipped the tests, which the failed build left without a program to run"
fi
finish
