#!/usr/bin/env bash
# The long form of the tests of faults on a real broker: services, broker and store killed, hung and cut under load.
#   bash tests/faults.sh [--rounds N]     (100 unless set: kills of services; a tenth as many of the broker)
# Each test prints its seed; LEDGER_SEED repeats it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=100
if [[ ${1:-} == --rounds ]]; then rounds=${2:?how many}; fi
export LEDGER_FAULT_ROUNDS=$rounds DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build tests/Integration/Ledger.Integration.csproj -c Release -v quiet
exec dotnet test --project tests/Integration/Ledger.Integration.csproj -c Release --no-build --no-ansi --progress off --output Detailed --filter-class '*Broker.FaultTests' --filter-class '*Broker.StoreFaultTests' --filter-class '*Broker.QueueFaultTests' --filter-class '*Broker.KilledSubscriberTests' --filter-class '*Broker.DeliveryFaultTests' --filter-class '*Broker.SlowSubscriberTests'
