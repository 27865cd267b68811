#!/usr/bin/env bash
# The program works, and needs no library of LibTorch's.
#
#   check_reports_alone.sh PROGRAM REPORT.json
set -euo pipefail
output=$("$1" "$2")
echo "$output"
for format in table torchstat markdown csv json chrome-trace speedscope prometheus "comparison table"; do
  grep -q "^$format [1-9]" <<<"$output" || { echo "no $format"; exit 1; }
done
libraries=$(ldd "$1" | awk '{print $1}')  # names alone: an address can have any letters
echo "$libraries"
if grep -qiE "torch|c10" <<<"$libraries"; then
  echo "it needs LibTorch"
  exit 1
fi
