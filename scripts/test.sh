#!/usr/bin/env bash
# Builds everything and runs all tests. The last line is "N passed, N failed" (", N skipped" behind
# it where tests could not run here); the exit code is 1 when anything failed.
#
#   scripts/test.sh [ARGUMENT OF ctest]...     e.g. -R Conv2d, -L unit
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$HOOKSTAT_ROOT/scripts/setup.sh" test
if ! "$HOOKSTAT_ROOT/scripts/build.sh"; then
  say "the build failed; no test ran"
  echo "0 passed, 1 failed"
  exit 1
fi
export_model ssd300

results=$HOOKSTAT_ROOT/build/test-results.xml
rm -f "$results"
failed=0
ctest --test-dir "$HOOKSTAT_ROOT/build" --output-on-failure --no-tests=error -j "$(nproc)" \
  --output-junit "$results" "$@" || failed=1
python3 "$HOOKSTAT_ROOT/scripts/count_tests.py" "$results" || failed=1
exit "$failed"
