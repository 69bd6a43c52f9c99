#!/usr/bin/env bash
# Builds target/libspikezip_emulated.so: the kernels of src/main/cuda, and those that tests add in src/test/cuda, for the host. Needs a C++17
# compiler (CXX=… names it; g++ if not). Does nothing if the library was made from the sources that are here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./sources.sh

compiler=${CXX:-g++}
if ! command -v "$compiler" > /dev/null; then
  echo "no C++ compiler: install g++, or name one by CXX" >&2
  exit 3
fi
flags=(-std=c++17 -O2 -g1 -fPIC -shared -Wall -Wextra -Werror -Wno-unknown-pragmas -U_FORTIFY_SOURCE)
# Bits: no fused multiply-add, no re-association, no extended precision. Integers wrap; kernels read one memory as several types.
flags+=(-ffp-contract=off -fno-fast-math -fwrapv -fno-strict-aliasing)
[[ $(uname -m) != x86_64 ]] || flags+=(-msse2 -mfpmath=sse)

library=target/libspikezip_emulated.so
unit=target/emulated/unit.cpp
mkdir -p target/emulated
stamp=$({ cuda_hash; "$compiler" --version | head -1; echo "${flags[@]}"; cat src/main/cuda/emulation/* src/test/cuda/*; } | sha256sum)
if [[ -f $library && $stamp == "$(cat target/emulated/stamp 2> /dev/null)" ]]; then
  exit 0
fi
cuda_unit src/main/cuda src/test/cuda > "$unit"
"$compiler" "${flags[@]}" -I src/main/cuda -I src/test/cuda "$unit" src/main/cuda/emulation/scheduler.cpp -o "$library.new"
mv "$library.new" "$library"
echo "$stamp" > target/emulated/stamp
