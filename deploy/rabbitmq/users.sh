#!/usr/bin/env bash
# Makes the broker's virtual host and one user per service, with the permissions of permissions.tsv. Run it where rabbitmqctl reaches the broker.
# Each user's password stands in an environment variable: LEDGER_PASSWORD_AGREEMENTS, LEDGER_PASSWORD_EXPORT_CONTROLS, ….
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
vhost=${1:-ledger}

rabbitmqctl list_vhosts --quiet | grep -qxF "$vhost" || rabbitmqctl add_vhost "$vhost"
# The table is read apart from standard input, which rabbitmqctl reads.
while IFS=$'\t' read -r -u 3 user configure write read; do
  [[ -z $user || $user == \#* ]] && continue
  variable=LEDGER_PASSWORD_$(tr a-z- A-Z_ <<<"$user")
  password=${!variable:?is not set: the password of the broker user $user}
  if rabbitmqctl list_users --quiet | cut -f1 | grep -qxF "$user"; then
    rabbitmqctl change_password "$user" <<<"$password"
  else
    rabbitmqctl add_user "$user" <<<"$password"
  fi
  rabbitmqctl set_permissions -p "$vhost" "$user" "$configure" "$write" "$read"
done 3<permissions.tsv
