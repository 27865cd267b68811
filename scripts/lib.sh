# shellcheck shell=bash
# What the scripts share; sourced, never run. Sets HOOKSTAT_ROOT, the repository's folder.

HOOKSTAT_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { echo "hookstat: $*" >&2; }

die() {  # die MESSAGE: a fault of the surroundings; exit 2
  echo "hookstat: error: $*" >&2
  exit 2
}

# configure PRESET FOLDER [CMAKE ARGUMENT...]: runs CMake only when there is no build yet or the
# arguments changed; a changed CMakeLists.txt is the build's own business.
configure() {
  local preset=$1 folder=$HOOKSTAT_ROOT/$2
  shift 2
  local wanted="$preset $*" stamp=$folder/.hookstat-configured
  if [[ -f $folder/build.ninja && -f $stamp && $(<"$stamp") == "$wanted" ]]; then
    return
  fi
  say "configuring $folder"
  rm -f "$stamp"
  (cd "$HOOKSTAT_ROOT" && cmake --preset "$preset" "$@") >&2
  echo "$wanted" >"$stamp"
}

# configure_release: the one configuration that build.sh, profile_ssd300.sh and test.sh share, so
# that none of them makes another compile anew.
configure_release() {
  local arguments=() seed=$HOOKSTAT_ROOT/../shared/seed python
  python=$(project_python)
  if command -v "$python" >/dev/null; then
    arguments+=("-DHOOKSTAT_PYTHON=$python")
  fi
  if [[ -d $seed ]]; then
    arguments+=("-DHOOKSTAT_SEED_DIR=$(cd "$seed" && pwd)")
  fi
  # With or without them: CMake looks only once.
  if [[ -f $HOOKSTAT_ROOT/web/node_modules/.hookstat-installed ]]; then
    arguments+=(-DHOOKSTAT_WEB=ON)
  else
    arguments+=(-DHOOKSTAT_WEB=OFF)
  fi
  if pkg-config --exists cpp-httplib 2>/dev/null; then
    arguments+=(-DHOOKSTAT_SERVER=ON)
  else
    arguments+=(-DHOOKSTAT_SERVER=OFF)
  fi
  mapfile -t -O "${#arguments[@]}" arguments < <(libtorch_arguments)
  configure release build "${arguments[@]}"
}

# libtorch_arguments: the LibTorch that the caller's environment names, as CMake arguments, one a
# line. As arguments they go before the LibTorch of the Python environment.
libtorch_arguments() {
  [[ -z ${Torch_DIR:-} ]] || echo "-DTorch_DIR=$Torch_DIR"
  [[ -z ${Torch_ROOT:-} ]] || echo "-DTorch_ROOT=$Torch_ROOT"
  [[ -z ${CMAKE_PREFIX_PATH:-} ]] || echo "-DCMAKE_PREFIX_PATH=${CMAKE_PREFIX_PATH//:/;}"
}

# libtorch_given: whether the environment names a LibTorch.
libtorch_given() {
  [[ -z ${Torch_DIR:-}${Torch_ROOT:-} ]] || return 0
  local prefix prefixes
  IFS=':;' read -ra prefixes <<<"${CMAKE_PREFIX_PATH:-}"
  for prefix in "${prefixes[@]}"; do
    [[ ! -e $prefix/Torch/TorchConfig.cmake ]] || return 0
    [[ ! -e $prefix/share/cmake/Torch/TorchConfig.cmake ]] || return 0
  done
  return 1
}

# project_python: the Python that has what requirements.txt lists (setup.sh makes it).
project_python() { echo "${HOOKSTAT_PYTHON:-$HOOKSTAT_ROOT/.venv/bin/python}"; }

# export_model NAME: writes torchscript_models/NAME.pt if it is missing or older than its scripts.
export_model() {
  local script=$HOOKSTAT_ROOT/torchscript_models/$1.py
  local model=${script%.py}.pt
  if [[ ! -e $model || $script -nt $model || ${script%/*}/exporting.py -nt $model ]]; then
    say "exporting $model"
    "$(project_python)" "$script" >&2
  fi
}
