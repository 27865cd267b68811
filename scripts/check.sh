#!/usr/bin/env bash
# Checks how the code is written: format, layering, links, API reference, sizes, scripts, sanitizers,
# clang-tidy. The last line is "N passed, N failed"; each file that clang-tidy reads counts as one check.
#
#   scripts/check.sh              all checks
#   scripts/check.sh --quick      all but sanitizers and clang-tidy: seconds, and no build
#   scripts/check.sh --fix        formats the C++ files in place, then as --quick
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$HOOKSTAT_ROOT"
passed=0
failed=0

# check NAME COMMAND...: one check
check() {
  local name=$1
  shift
  if "$@"; then
    say "passed: $name"
    passed=$((passed + 1))
  else
    say "FAILED: $name"
    failed=$((failed + 1))
  fi
}

# check_format: names the files that clang-format would change.
check_format() {
  local file status=0
  for file in "${sources[@]}"; do
    if ! "$clang_format" --dry-run -Werror "$file" 2>/dev/null; then
      echo "$file: not as clang-format has it (scripts/check.sh --fix)"
      status=1
    fi
  done
  return "$status"
}

check_scripts() {
  local script
  for script in scripts/*.sh .ci/run; do
    bash -n "$script" || return 1
  done
}

# count COMMAND...: adds up its last line, "N passed, N failed"; without one it is a failure.
count() {
  local output
  output=$("$@") || true
  echo "$output"
  if [[ $output =~ ([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
  else
    failed=$((failed + 1))
  fi
}

check_clang_tidy() {
  if ! scripts/build.sh; then
    say "FAILED: the build that clang-tidy reads"
    failed=$((failed + 1))
    return
  fi
  say "clang-tidy reads src/ (half a minute for a file that includes LibTorch)"
  count python3 scripts/run_clang_tidy.py build --tidy "${CLANG_TIDY:-clang-tidy-16}"
}

scripts/setup.sh check
clang_format=${CLANG_FORMAT:-clang-format-16}
mapfile -t sources < <(git ls-files --cached --others --exclude-standard '*.h' '*.cpp' |
  while read -r file; do [[ ! -e $file ]] || echo "$file"; done)
[[ ${#sources[@]} -gt 0 ]] || die "no sources: the checks need a git checkout"
if [[ ${1:-} == --fix ]]; then
  "$clang_format" -i "${sources[@]}"
fi
check "format" check_format
check "layering" python3 scripts/check_layering.py
check "layering: forbidden includes are found" python3 scripts/check_layering.py --self-test
check "links" python3 scripts/check_links.py
check "links: dead ones are found" python3 scripts/check_links.py --self-test
check "API reference" python3 scripts/check_api_docs.py
check "API reference: missing comments are found" python3 scripts/check_api_docs.py --self-test
check "sizes" python3 scripts/check_sizes.py
check "shell syntax" check_scripts
if [[ ${1:-} == "" ]]; then
  count scripts/check_sanitizers.sh
  check_clang_tidy
fi

echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
