#!/usr/bin/env bash
# How long building takes: everything with tests from nothing, without a compiler cache, on two
# cores; then after a change of one file that includes no LibTorch header.
#
#   bench/build_time.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

export CCACHE_DISABLE=1
cmake -S "$root" -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  "-DHOOKSTAT_PYTHON=$root/.venv/bin/python" >/dev/null 2>&1

# seconds COMMAND...: wall-clock seconds of a quiet command
seconds() {
  local start
  start=$(date +%s%N)
  "$@" >/dev/null
  echo "$((($(date +%s%N) - start) / 10000000))" | sed -E 's/^(.*)(..)$/\1.\2/; s/^\./0./'
}

echo "everything, from nothing: $(seconds cmake --build "$folder" -j 2) s"
for file in src/cost/convolutions.cpp src/export/table.cpp; do
  # The copy of the time stamp stays as it was in the repository afterwards.
  touch -r "$root/$file" "$folder/stamp"
  touch "$root/$file"
  echo "after a change of $file: $(seconds cmake --build "$folder" -j 2) s"
  touch -r "$folder/stamp" "$root/$file"
done
