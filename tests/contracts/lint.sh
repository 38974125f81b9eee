#!/usr/bin/env bash
# buf lint (STANDARD) and buf breaking (FILE, against contracts/api/baseline.binpb) on the protos.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
buf=$PWD/tests/node_modules/.bin/buf
baseline=$PWD/contracts/api/baseline.binpb
project=contracts/api/Ledger.Api.csproj

google=$(dotnet msbuild "$project" -getProperty:PkgGoogle_Api_CommonProtos)/content/protos/google
if [[ ! -d $google/api ]]; then
  dotnet restore "$project" -v quiet
  google=$(dotnet msbuild "$project" -getProperty:PkgGoogle_Api_CommonProtos)/content/protos/google
fi

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r contracts/api/buf.yaml contracts/api/ledger "$copy"
mkdir -p "$copy/google/api"
cp "$google"/api/{annotations,http,field_behavior}.proto "$copy/google/api"
cd "$copy"

if [[ ${1:-} == --baseline ]]; then
  "$buf" build --exclude-source-info --path ledger -o "$baseline"
  exit
fi
"$buf" lint
"$buf" breaking --against "$baseline"
