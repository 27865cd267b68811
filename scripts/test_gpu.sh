#!/usr/bin/env bash
# On a machine with a GPU: builds in build-gpu/, runs the tests labelled gpu and profiles SSD300 on
# the device. Installs nothing. Exit 2 where torch reports no CUDA device.
#
#   scripts/test_gpu.sh [ARGUMENT OF hookstat profile]...
#
# Environment:
#   Torch_DIR, Torch_ROOT, CMAKE_PREFIX_PATH   the LibTorch to build against; else that of Python
#   HOOKSTAT_PYTHON    a Python with torch (else .venv's, else python3)
#   HOOKSTAT_HEADERS   a folder in which Debian's packages of fmt, nlohmann-json, CLI11, Boost, GoogleTest,
#                      GoogleMock and libzip are unpacked (usr/include, usr/lib, ...), with the libraries
#                      that these load, for a machine without a package manager
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [[ -z ${HOOKSTAT_PYTHON:-} && ! -x $HOOKSTAT_ROOT/.venv/bin/python ]]; then
  HOOKSTAT_PYTHON=$(command -v python3) || die "no Python with torch"
fi
python=$(project_python)
device=$("$python" -c 'import torch
print(torch.cuda.get_device_name(0) if torch.cuda.is_available() else "")' 2>/dev/null) || device=
[[ -n $device ]] || die "the torch of $python reports no CUDA device"
say "GPU: $device"

if [[ -n ${HOOKSTAT_HEADERS:-} ]]; then
  headers=$(cd "$HOOKSTAT_HEADERS" && pwd)
  CMAKE_PREFIX_PATH=$headers/usr${CMAKE_PREFIX_PATH:+:$CMAKE_PREFIX_PATH}
  for folder in "$headers"/{usr/,}lib/*-linux-gnu; do
    [[ ! -d $folder ]] || LD_LIBRARY_PATH=$folder${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
  done
  export LD_LIBRARY_PATH
fi
if ! libtorch_given; then
  torch_prefix=$("$python" -c 'import torch; print(torch.utils.cmake_prefix_path)')
  CMAKE_PREFIX_PATH=${CMAKE_PREFIX_PATH:+$CMAKE_PREFIX_PATH:}$torch_prefix
fi

mapfile -t arguments < <(libtorch_arguments)
configure release build-gpu -B "$HOOKSTAT_ROOT/build-gpu" -DHOOKSTAT_BENCH=OFF \
  "-DHOOKSTAT_PYTHON=$python" "${arguments[@]}"
say "building in $HOOKSTAT_ROOT/build-gpu"
cmake --build "$HOOKSTAT_ROOT/build-gpu"

cd "$HOOKSTAT_ROOT"
failed=0
ctest --test-dir build-gpu -L gpu --output-on-failure --no-tests=error \
  --output-junit "$PWD/build-gpu/test-results.xml" || failed=1
export_model ssd300
build-gpu/bin/hookstat profile torchscript_models/ssd300.pt --input 1x3x300x300 --device cuda \
  -o build-gpu/report.json -o build-gpu/report.rst "$@" || failed=1
"$python" scripts/count_tests.py build-gpu/test-results.xml || failed=1
exit "$failed"
