#!/usr/bin/env bash
# parallel.sh CONFIG PARTS [OPTION…]: checks in PARTS parts with GNU parallel and prints the joined result.
# Options, such as --sshloginfile hosts, go to parallel.
set -euo pipefail
config=$1 parts=$2
shift 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# --exit-zero: a wrong gradient is for the joined result to tell; only a part that could not be checked stops here.
seq "$parts" | parallel --halt now,fail=1 "$@" \
  gradus check --config "$config" --shard "{}/$parts" --jobs 1 --exit-zero --quiet --write "json=$folder/part-{}.json" \
  '>' /dev/null
gradus merge "$folder"/part-*.json
