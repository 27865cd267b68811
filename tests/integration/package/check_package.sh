#!/usr/bin/env bash
# Installs hookstat into an empty folder, or unpacks its archive there, and configures, builds and
# runs two projects that know nothing else of it.
#
#   check_package.sh install|archive BUILD WORK TORCH MODEL REPORT
set -euo pipefail

kind=$1 build=$2 work=$3 torch=$4 model=$5 report=$6
here=$(cd "$(dirname "$0")" && pwd)

fail() {
  echo "check_package: $*" >&2
  exit 1
}

# says NAME PATTERN COMMAND...: the command succeeds, and its output has the pattern.
says() {
  local name=$1 pattern=$2 output
  shift 2
  output=$("$@") || fail "$name: $* failed"
  grep -q -- "$pattern" <<<"$output" || fail "$name: no '$pattern' in: $output"
}

rm -rf "$work"
mkdir -p "$work"
if [ "$kind" = install ]; then
  prefix=$work/prefix
  cmake --install "$build" --prefix "$prefix" >"$work/install.log"
else
  work="$work/moved here"  # a name that nobody quoted would break
  mkdir "$work"
  cpack --config "$build/CPackConfig.cmake" -B "$work/cpack" >"$work/cpack.log"
  archives=("$work"/cpack/*.tar.gz)
  [ ${#archives[@]} = 1 ] || fail "not one archive: ${archives[*]}"
  tar -xzf "${archives[0]}" -C "$work"
  prefix=$(echo "$work"/hookstat-*)
  [ -d "$prefix" ] || fail "the archive has no folder of its own"
fi

# Nothing that was built here may be found by accident.
cd "$work"
mapfile -t links < <(find "$prefix" -name '*.so*' -printf '%f\n' | sort)
for name in libhookstat.so libhookstat_report.so; do
  printf '%s\n' "${links[@]}" | grep -qx "$name" || fail "no $name"
  printf '%s\n' "${links[@]}" | grep -qxE "$name\.[0-9]+\.[0-9]+\.[0-9]+" || fail "no version of $name"
done

cmake -S "$here/reports" -B "$work/reports" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" >"$work/reports.log"
cmake --build "$work/reports" >>"$work/reports.log"
says reports "In short" "$work/reports/outside" "$report" table
if "$work/reports/outside" "$report" tabel 2>"$work/error"; then fail "a format that is none"; fi
grep -q "^outside: " "$work/error" || fail "no error of the library's: $(cat "$work/error")"
if ldd "$work/reports/outside" | grep -q "libtorch\|libc10"; then fail "reports need LibTorch"; fi

cmake -S "$here/models" -B "$work/models" -G Ninja -DCMAKE_PREFIX_PATH="$prefix;$torch" >"$work/models.log" 2>&1
cmake --build "$work/models" >>"$work/models.log"
says models "^5 convolutions, 20 calls$" "$work/models/outside" "$model" 1x3x16x16
says program "hookstat 0" "$prefix/bin/hookstat" --version
says program "In short" "$prefix/bin/hookstat" convert "$report" --format table

# Another LibTorch is refused when the project is configured.
sed "s/hookstat_torch_version \"[^\"]*\"/hookstat_torch_version \"1.2.3\"/" -i \
  "$(find "$prefix" -name hookstatConfig.cmake)"
if cmake -S "$here/models" -B "$work/other" -G Ninja -DCMAKE_PREFIX_PATH="$prefix;$torch" >"$work/other.log" 2>&1; then
  fail "another LibTorch was taken"
fi
grep -q "built with LibTorch 1.2.3" "$work/other.log" || fail "$(cat "$work/other.log")"
