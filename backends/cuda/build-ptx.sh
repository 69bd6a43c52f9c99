#!/usr/bin/env bash
# Builds src/main/resources/org/spikezip/backend/cuda/spikezip.ptx from src/main/cuda. Needs nvcc (NVCC=… names it); users of
# the backend need a driver only. The same sources and compiler give the same file, which begins with the hash of the sources.
#
#   backends/cuda/build-ptx.sh           build
#   backends/cuda/build-ptx.sh --check   exit 1 if the PTX that is there was made from other sources
#   backends/cuda/build-ptx.sh --usage   build, and print registers, spills and shared memory of each kernel
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./sources.sh

ptx=src/main/resources/org/spikezip/backend/cuda/spikezip.ptx
hash=$(cuda_hash)
if [[ "${1:-}" == --check ]]; then
  head -1 "$ptx" | grep -q "$hash" && exit 0
  echo "$ptx was not made from the sources that are here: run $0" >&2
  exit 1
fi

nvcc=${NVCC:-$(command -v nvcc || echo /usr/local/cuda/bin/nvcc)}
if [[ ! -x "$nvcc" ]]; then
  echo "no nvcc on the path: install the CUDA toolkit 12 or newer, or name it by NVCC" >&2
  exit 3
fi

# The oldest architecture with what the kernels use: 8.0, for products of tiles of bytes (mma m16n8k32) and copies that run beside (cp.async).
# The bits of docs/float-functions.md need every product and sum rounded by itself, subnormals kept, exact division and root.
target=80
bits=(-fmad=false -ftz=false -prec-div=true -prec-sqrt=true)
# The version of PTX that those need; the compiler writes its own, which would ask for its own driver.
version=7.0

mkdir -p target "$(dirname "$ptx")"
cuda_unit src/main/cuda > target/spikezip.cu
"$nvcc" -std=c++17 -O3 "${bits[@]}" -arch="compute_$target" -ptx -I src/main/cuda -o target/spikezip.ptx target/spikezip.cu
{
  echo "// Sources: $hash (SHA-256). Made by build-ptx.sh; not edited by hand."
  # The compiler puts a number made from the place of the file into the names of what is local to it.
  sed -E "s/^\.version .*/.version $version/; s/(_INTERNAL_|_GLOBAL__N__)[0-9a-f]{8}_/\100000000_/g" target/spikezip.ptx
} > target/versioned.ptx

ptxas=$(dirname "$nvcc")/ptxas
for sm in 80 90; do
  "$ptxas" -v -arch="sm_$sm" -o /dev/null target/versioned.ptx 2> "target/usage-sm_$sm.txt" || { cat "target/usage-sm_$sm.txt" >&2; exit 1; }
done
mv target/versioned.ptx "$ptx"
if [[ "${1:-}" == --usage ]]; then
  for sm in 80 90; do
    echo "sm_$sm"
    awk '/Compiling entry/ {split($0, q, "\x27"); name = q[2]}
      /spill stores/ {spills = $5 + $9}
      /Used [0-9]+ registers/ {shared = match($0, /[0-9]+ bytes smem/) ? substr($0, RSTART, RLENGTH) : "0 bytes smem";
        match($0, /Used [0-9]+/); printf "  %-36s %4d registers, %d bytes spilled, %s\n", name, substr($0, RSTART + 5, RLENGTH - 5), spills, shared}' \
      "target/usage-sm_$sm.txt" | sort
  done
fi
