#!/usr/bin/env bash
# Builds what runs in other people's servers (hooks and sampling: tests/integration/serving), and the
# parts below it, with the address and the thread sanitizer, and runs the tests.
# Each program counts as one check; the last line is "N passed, N failed".
#
#   scripts/check_sanitizers.sh [asan|tsan]...      both without a name
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$HOOKSTAT_ROOT"
passed=0
failed=0
suppressions=$HOOKSTAT_ROOT/tests/sanitizers
# Leaks are looked for at the end. The tests of memory see what is kept: so a small quarantine, and short
# stacks, as LibTorch's frames have no pointers and the sanitizer keeps each odd stack that it reads
# (to see more of one, set malloc_context_size=30 by hand).
export ASAN_OPTIONS="detect_stack_use_after_return=1:strict_init_order=1:malloc_context_size=2"
ASAN_OPTIONS+=":quarantine_size_mb=1:thread_local_quarantine_size_kb=64"
export TSAN_OPTIONS="suppressions=$suppressions/thread.supp:history_size=7:second_deadlock_stack=1"
# GNU's OpenMP has barriers that the thread sanitizer does not know.
export OMP_NUM_THREADS=1

# run_preset PRESET: builds it, and runs the programs that it is for.
run_preset() {
  local preset=$1 program log
  log=build-$preset/build.log
  mkdir -p "build-$preset"
  say "building build-$preset (some minutes the first time)"
  if ! { cmake --preset "$preset" && cmake --build --preset "$preset"; } >"$log" 2>&1; then
    tail -n 40 "$log"
    say "FAILED: the build of $preset"
    failed=$((failed + 1))
    return
  fi
  for program in integration_serving unit_plan unit_record; do
    if timeout 600 "build-$preset/bin/$program" --gtest_brief=1; then
      say "passed: $preset: $program"
      passed=$((passed + 1))
    else
      say "FAILED: $preset: $program"
      failed=$((failed + 1))
    fi
  done
}

if [[ $# -eq 0 ]]; then set -- asan tsan; fi
for preset in "$@"; do run_preset "$preset"; done
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
