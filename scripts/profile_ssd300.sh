#!/usr/bin/env bash
# Profiles SSD300 at 300 x 300, from a bare machine if need be: sets up, exports the model, builds
# the program, runs it in the repository's folder. The report goes to standard output, report.json
# and report.rst.
#
#   scripts/profile_ssd300.sh [ARGUMENT OF hookstat profile]...     e.g. --runs 20 --threads 1
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$HOOKSTAT_ROOT/scripts/setup.sh"
"$HOOKSTAT_ROOT/scripts/build.sh" --target hookstat >&2
export_model ssd300
cd "$HOOKSTAT_ROOT"
say "profiling torchscript_models/ssd300.pt"
build/bin/hookstat profile torchscript_models/ssd300.pt --input 1x3x300x300 \
  -o report.json -o report.rst "$@"
say "wrote $HOOKSTAT_ROOT/report.json and $HOOKSTAT_ROOT/report.rst"
