#!/usr/bin/env bash
# scripts/setup.sh where there is no apt-get: it names what is needed and installs nothing.
#
#   setup_elsewhere.sh REPOSITORY
set -euo pipefail
setup=$1/scripts/setup.sh
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT

fail() { echo "$*"; exit 1; }

# All that the script itself uses, and neither apt-get nor a build tool.
for tool in bash dirname cat grep; do ln -s "$(type -P "$tool")" "$tools/$tool"; done

status=0
output=$(PATH=$tools "$tools/bash" "$setup" build 2>&1) || status=$?
echo "$output"
[[ $status -eq 2 ]] || fail "exit $status instead of 2"
[[ $output == *"this is no Debian; install the counterparts of these Debian packages: g++ cmake"* ]] ||
  fail "the packages are not named"
[[ $output == *"hookstat: error: missing: g++ cmake ninja python3"* ]] || fail "the tools are not named"

# With the tools, and a LibTorch that is named, there is nothing to do.
for tool in g++ cmake ninja python3; do ln -s "$(type -P true)" "$tools/$tool"; done
mkdir -p "$tools/torch/share/cmake/Torch"
touch "$tools/torch/share/cmake/Torch/TorchConfig.cmake"
PATH=$tools CMAKE_PREFIX_PATH=/nowhere:$tools/torch "$tools/bash" "$setup" build ||
  fail "a LibTorch in CMAKE_PREFIX_PATH is not taken"
PATH=$tools Torch_DIR=$tools/torch/share/cmake/Torch "$tools/bash" "$setup" build ||
  fail "a LibTorch in Torch_DIR is not taken"
