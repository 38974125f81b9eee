#!/usr/bin/env bash
# Lints the AsyncAPI document, as AsyncAPI 3 and with nothing let pass; and sees to it that the lint can fail.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
lint() { tests/node_modules/.bin/spectral lint "$1" --ruleset tests/contracts/.spectral-asyncapi.yaml --fail-severity hint; }

lint contracts/asyncapi.yaml

broken=$(mktemp --suffix=.yaml)
trap 'rm -f "$broken"' EXIT
# What a linter passes over that does not know the version: a misspelt property of a channel, an operation on a channel that is not there.
sed 's/^    address: /    adress: /' contracts/asyncapi.yaml >"$broken"
if said=$(lint "$broken") || ! grep -q 'asyncapi-3-document.*adress' <<<"$said"; then
  echo "spectral does not find a misspelt property of a channel in AsyncAPI 3: $said"
  exit 1
fi
sed '/^operations:/,/^components:/ s|"#/channels/events"|"#/channels/none"|' contracts/asyncapi.yaml >"$broken"
if said=$(lint "$broken") || ! grep -q 'invalid-ref\|none' <<<"$said"; then
  echo "spectral does not find an operation on a channel that is not there: $said"
  exit 1
fi
