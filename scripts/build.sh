#!/usr/bin/env bash
# Builds everything, optimised, in build/ (programs in build/bin).
#
#   scripts/build.sh [ARGUMENT OF cmake --build]...     e.g. --target hookstat, -j 4
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$HOOKSTAT_ROOT/scripts/setup.sh" build
configure_release
say "building in $HOOKSTAT_ROOT/build"
cmake --build "$HOOKSTAT_ROOT/build" "$@"
