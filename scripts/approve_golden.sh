#!/usr/bin/env bash
# Rewrites the expected outputs in tests/golden from what the built tests produce now. Look at
# `git diff tests/golden` before you commit.
#
#   scripts/approve_golden.sh [BUILD FOLDER]     default: build
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

build=${1:-$HOOKSTAT_ROOT/build}
[[ -f $build/build.ninja ]] || die "$build: no build there; run scripts/build.sh first"
cmake --build "$build" --target unit_export
HOOKSTAT_APPROVE=1 ctest --test-dir "$build" --output-on-failure --no-tests=error \
  -R '^(Table|Torchstat|Csv|Markdown|Prometheus|Comparison.*)\.'
