#!/usr/bin/env bash
# Goes on comparing the index and the saved projection with the plain fold, on ever new random ledgers, until the time is over or something differs.
#   bash tests/soak.sh [--hours H]        (1 unless set; a fraction may be stated)
# Whatever fails is printed with its seed and shrunk; CsCheck_Seed=… repeats it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
hours=1
if [[ ${1:-} == --hours ]]; then hours=${2:?how many}; fi
until=$(( $(date +%s) + $(awk -v hours="$hours" 'BEGIN { printf "%d", hours * 3600 }') ))
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build tests/Specs/Ledger.Specs.csproj -c Release -v quiet
round=0
while (( $(date +%s) < until )); do
  round=$((round + 1))
  echo "round $round"
  dotnet test --project tests/Specs/Ledger.Specs.csproj -c Release --no-build --no-ansi --progress off --output Detailed --filter-namespace 'Ledger.Specs.Indexing' --filter-namespace 'Ledger.Specs.Saving'
done
echo "$round rounds without a difference"
