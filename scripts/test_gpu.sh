#!/usr/bin/env bash
# On a machine with a GPU: builds in build-gpu/ what is needed, profiles SSD300 and ResNet-50 at batch 1 and 32
# in three precisions, compares the device times of the ten largest layers with torch.profiler's (at batch 32
# they must be within 5 %), and runs the tests labelled gpu. Reports and tables are left in build-gpu/reports;
# the figures are printed as docs/benchmarks.md has them. Installs nothing. Exit 2 where torch reports no
# CUDA device.
#
#   scripts/test_gpu.sh [--only tests|reports|profiler] [ARGUMENT OF hookstat profile]...
#
# --only one of the three, where a GPU is lent for minutes. What is built already stays.
#
# Environment:
#   Torch_DIR, Torch_ROOT, CMAKE_PREFIX_PATH   the LibTorch to build against; else that of Python
#   HOOKSTAT_PYTHON    a Python with torch (else .venv's, else python3)
#   HOOKSTAT_HEADERS   a folder in which Debian's packages of fmt, nlohmann-json, CLI11, Boost, GoogleTest,
#                      GoogleMock, libzip and yaml-cpp are unpacked (usr/include, usr/lib, ...), with the
#                      libraries that these load, for a machine without a package manager
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

find_gpu() {
  if [[ -z ${HOOKSTAT_PYTHON:-} && ! -x $HOOKSTAT_ROOT/.venv/bin/python ]]; then
    HOOKSTAT_PYTHON=$(command -v python3) || die "no Python with torch"
  fi
  python=$(command -v "$(project_python)") || die "no Python $(project_python)"
  [[ $python == /* ]] || python=$PWD/$python
  local device
  device=$("$python" -c 'import torch
print(torch.cuda.get_device_name(0) if torch.cuda.is_available() else "")' 2>/dev/null) || device=
  [[ -n $device ]] || die "the torch of $python reports no CUDA device"
  say "GPU: $device"
}

use_unpacked_packages() {
  [[ -n ${HOOKSTAT_HEADERS:-} ]] || return 0
  local headers folder
  headers=$(cd "$HOOKSTAT_HEADERS" && pwd)
  CMAKE_PREFIX_PATH=$headers/usr${CMAKE_PREFIX_PATH:+:$CMAKE_PREFIX_PATH}
  for folder in "$headers"/{usr/,}lib/*-linux-gnu; do
    [[ ! -d $folder ]] || LD_LIBRARY_PATH=$folder${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
  done
  export LD_LIBRARY_PATH
}

build() {
  local arguments torch_prefix
  if ! libtorch_given; then
    torch_prefix=$("$python" -c 'import torch; print(torch.utils.cmake_prefix_path)')
    CMAKE_PREFIX_PATH=${CMAKE_PREFIX_PATH:+$CMAKE_PREFIX_PATH:}$torch_prefix
  fi
  mapfile -t arguments < <(libtorch_arguments)
  configure release build-gpu -B "$HOOKSTAT_ROOT/build-gpu" -DHOOKSTAT_BENCH=OFF \
    "-DHOOKSTAT_PYTHON=$python" "${arguments[@]}"
  say "building in $HOOKSTAT_ROOT/build-gpu"
  cmake --build "$HOOKSTAT_ROOT/build-gpu" --target hookstat integration_gpu
}

# profile_models ARGUMENT...: build-gpu/reports/MODEL-batchN-PRECISION.json and .txt
profile_models() {
  local model side batch precision name changes
  rm -rf build-gpu/reports
  mkdir -p build-gpu/reports
  for model in ssd300 resnet50; do
    export_model "$model" || { failed=1; continue; }
    side=300
    [[ $model == ssd300 ]] || side=224
    for batch in 1 32; do
      for precision in float32 float16 autocast; do
        name=build-gpu/reports/$model-batch$batch-$precision
        case $precision in
          float32) changes=() ;;
          float16) changes=(--dtype float16) ;;
          autocast) changes=(--autocast float16) ;;
        esac
        say "profiling $name"
        build-gpu/bin/hookstat profile "torchscript_models/$model.pt" --input "${batch}x3x${side}x$side" \
          --device cuda --max-time 2 --peaks measure "${changes[@]}" -o "$name.json" -o "table:$name.txt" \
          "$@" >/dev/null && reports+=("$name.json") || failed=1
      done
    done
  done
}

compare_with_profiler() {
  local model
  for model in ssd300 resnet50; do
    export_model "$model" || { failed=1; continue; }
    "$python" bench/device_against_profiler.py "$model" --batch 32 --rounds 3 --within 5 || failed=1
    "$python" bench/device_against_profiler.py "$model" --batch 1 --rounds 3 || failed=1
  done
}

run_tests() {
  ctest --test-dir build-gpu -L gpu --output-on-failure --no-tests=error \
    --output-junit "$PWD/build-gpu/test-results.xml" || failed=1
  "$python" scripts/count_tests.py build-gpu/test-results.xml || failed=1
}

python=
failed=0
reports=()
only=
if [[ ${1:-} == --only ]]; then
  only=${2:-}
  [[ $only =~ ^(tests|reports|profiler)$ ]] || die "--only takes tests, reports or profiler"
  shift 2
fi
find_gpu
use_unpacked_packages
build
cd "$HOOKSTAT_ROOT"
if [[ ${only:-reports} == reports ]]; then
  profile_models "$@"
  "$python" bench/device_summary.py "${reports[@]}" || failed=1
fi
[[ ${only:-profiler} != profiler ]] || compare_with_profiler
[[ ${only:-tests} != tests ]] || run_tests  # last: its last line counts them
exit "$failed"
