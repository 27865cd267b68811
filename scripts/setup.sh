#!/usr/bin/env bash
# Installs what hookstat is built with, and only what is missing. Quick when nothing is.
#
#   scripts/setup.sh             all that building and exporting models need
#   scripts/setup.sh build       what building needs: no Python modules where a LibTorch is given
#   scripts/setup.sh test        all, and the tools of scripts/test.sh
#   scripts/setup.sh check       all, and the tools of scripts/check.sh
#
# scripts/test.sh has tools of its own: the consumers of hookstat's exports. From npm those of tests/node go into its
# node_modules; Prometheus and its node exporter, and Slurm, are unpacked into .cache/tools, as their
# Debian packages would start servers. Where there is no Debian the tests with Slurm are skipped.
#
# On Debian and its kin packages come by apt-get (with sudo when not root); elsewhere the script
# names what is needed and stops if a tool is missing. LibTorch and the Python modules of
# requirements.txt go into .venv; a torch that python3 can import already is used instead of
# downloading one. Environment:
#   HOOKSTAT_PYTHON   a Python that has all of requirements.txt: no .venv is made
#   Torch_DIR, Torch_ROOT, CMAKE_PREFIX_PATH   a LibTorch to build against (the Python modules then
#                     only export the models)
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

BUILD_PACKAGES=(g++ cmake ninja-build libfmt-dev nlohmann-json3-dev libcli11-dev libgtest-dev
                libgmock-dev libboost-dev libzip-dev libyaml-cpp-dev ccache mold python3 python3-venv)
CHECK_PACKAGES=(clang-format-16 clang-tidy-16 doxygen)
SERVER_PACKAGES=(prometheus prometheus-node-exporter)
# The libraries: those that no other package here brings.
SLURM_PACKAGES=(slurmctld slurmd slurm-client slurm-wlm-basic-plugins munge
                libmunge2 libhwloc15 libnuma1)
UNPACKED=$HOOKSTAT_ROOT/.cache/tools

install_debian_packages() {
  local package missing=() as_root=()
  for package in "$@"; do
    if [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
      missing+=("$package")
    fi
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  if [[ $EUID -ne 0 ]]; then
    command -v sudo >/dev/null || die "missing packages, and no sudo to install them: ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -q >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
}

# unpack_debian_packages PACKAGE...: without their being installed.
unpack_debian_packages() {
  local package
  [[ $# -gt 0 ]] || return 0
  say "unpacking $* into $UNPACKED"
  rm -rf "$UNPACKED/download"
  mkdir -p "$UNPACKED/download"
  (cd "$UNPACKED/download" && { apt-get download -q "$@" >&2 ||
    { apt-get update -q >&2 && apt-get download -q "$@" >&2; }; }) ||
    die "apt-get could not download $*"
  for package in "$UNPACKED/download/"*.deb; do
    dpkg -x "$package" "$UNPACKED"
  done
  rm -rf "$UNPACKED/download"
}

# Those of the servers that the system has not got; a package has a program of its name.
unpack_servers() {
  local package missing=()
  for package in "${SERVER_PACKAGES[@]}"; do
    if [[ ! -x $UNPACKED/usr/bin/$package ]] && ! command -v "$package" >/dev/null; then
      missing+=("$package")
    fi
  done
  unpack_debian_packages "${missing[@]}"
}

# All of it, whatever the system has: its programs and plugins must be of one version.
unpack_slurm() {
  local stamp=$UNPACKED/.hookstat-slurm
  [[ ! -f $stamp || $(<"$stamp") != "${SLURM_PACKAGES[*]}" ]] || return 0
  unpack_debian_packages "${SLURM_PACKAGES[@]}"
  echo "${SLURM_PACKAGES[*]}" >"$stamp"
}

has_node() {
  command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'
}

# make_node_modules FOLDER: what the folder's package-lock.json lists.
make_node_modules() {
  local folder=$HOOKSTAT_ROOT/$1 stamp wanted
  stamp=$folder/node_modules/.hookstat-installed
  wanted=$(sha256sum <"$folder/package-lock.json")
  [[ ! -f $stamp || $(<"$stamp") != "$wanted" ]] || return 0
  say "installing what $1/package-lock.json lists"
  # Node.js trusts certificates of its own alone; behind a proxy the system's count.
  if [[ -z ${NODE_EXTRA_CA_CERTS:-} && -e /etc/ssl/certs/ca-certificates.crt ]]; then
    export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
  fi
  npm ci --prefix "$folder" --no-audit --no-fund --ignore-scripts --loglevel=error >&2 ||
    die "npm could not install what $1/package-lock.json lists"
  echo "$wanted" >"$stamp"
}

require_tools() {
  local tool missing=()
  for tool in "$@"; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  say "this is no Debian; install the counterparts of these Debian packages: ${packages[*]}"
  die "missing: ${missing[*]}"
}

# torch_folders: the site folders of a python3 whose torch hookstat supports; empty if it has none.
torch_folders() {
  python3 - 2>/dev/null <<'PYTHON' || true
import sys
import torch
if (2, 11) <= tuple(int(part) for part in torch.__version__.split(".")[:2]) <= (2, 15):
    print(*(path for path in sys.path if path.endswith(("-packages"))), sep="\n")
PYTHON
}

make_python_environment() {
  local venv=$HOOKSTAT_ROOT/.venv requirements=$HOOKSTAT_ROOT/requirements.txt
  local stamp=$venv/.hookstat-installed wanted found site
  wanted=$(sha256sum <"$requirements")
  if [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && "$venv/bin/python" -c '' 2>/dev/null; then
    return
  fi
  say "making the Python environment $venv"
  rm -rf "$venv"
  python3 -m venv "$venv" || die "python3 cannot make a virtual environment (Debian: python3-venv)"
  found=$(torch_folders)
  if [[ -n $found ]]; then
    say "using the torch that $(command -v python3) has"
    site=$("$venv/bin/python" -c 'import site; print(site.getsitepackages()[0])')
    echo "$found" >"$site/torch.pth"
    requirements=$venv/requirements-without-torch.txt
    grep -v -E '^(torch|torchvision|numpy)==' "$HOOKSTAT_ROOT/requirements.txt" >"$requirements"
    # The tests need its Python alone; by itself it would bring the torch that it was built with.
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps \
      "$(grep '^torchvision==' "$HOOKSTAT_ROOT/requirements.txt")" >&2 ||
      die "pip could not install torchvision"
  else
    say "installing LibTorch and the tests' modules (some 200 MB)"
  fi
  "$venv/bin/python" -m pip install -q --disable-pip-version-check -r "$requirements" >&2 ||
    die "pip could not install what $requirements lists"
  "$venv/bin/python" -c 'import torch, docutils, jsonschema, markdown_it, pandas' ||
    die "the Python environment $venv cannot import what it should have"
  echo "$wanted" >"$stamp"
}

packages=("${BUILD_PACKAGES[@]}")
tools=("${CXX:-g++}" cmake ninja python3)
# A Node.js from elsewhere brings an npm, which Debian's would not go with. Only the tests need it.
if ! command -v npm >/dev/null && { [[ ${1:-} == test || $EUID -eq 0 ]] || command -v sudo >/dev/null; }; then
  packages+=(nodejs npm)
fi
if [[ ${1:-} == test ]]; then
  packages+=(jq chromium libcpp-httplib-dev pkg-config)
  tools+=(node npm jq chromium pkg-config "${SERVER_PACKAGES[@]}")
fi
if [[ ${1:-} == check ]]; then
  packages+=("${CHECK_PACKAGES[@]}")
  tools+=("${CLANG_FORMAT:-clang-format-16}" "${CLANG_TIDY:-clang-tidy-16}" doxygen)
fi
if [[ -e /etc/debian_version ]] && command -v apt-get >/dev/null; then
  install_debian_packages "${packages[@]}"
  if [[ ${1:-} == test ]]; then
    unpack_servers
    unpack_slurm
  fi
else
  require_tools "${tools[@]}"
fi
if [[ ${1:-} == test ]] && ! pkg-config --exists cpp-httplib; then
  die "the tests need cpp-httplib, and pkg-config does not find it"
fi
if ! has_node; then
  [[ ${1:-} != test ]] || die "the tests need Node.js 18 or newer with npm"
  say "there is no Node.js 18 or newer with npm: HTML reports are left out"
elif ! (make_node_modules web); then
  [[ ${1:-} != test ]] || exit 2
  say "HTML reports are left out"
fi
if [[ ${1:-} == build ]] && libtorch_given; then
  exit 0
fi
[[ ${1:-} != test ]] || make_node_modules tests/node
[[ -n ${HOOKSTAT_PYTHON:-} ]] || make_python_environment
