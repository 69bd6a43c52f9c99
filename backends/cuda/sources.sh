# Common to the build scripts: the kernels' sources, in one order. Sourced with the module's folder as the current one.

# The files that make the PTX, relative to src/main/cuda.
cuda_sources() {
  (cd src/main/cuda && find . -path ./emulation -prune -o -name '*.cu*' -print | sed 's|^\./||' | LC_ALL=C sort)
}

# SHA-256 over names and contents of those files.
cuda_hash() {
  cuda_sources | (cd src/main/cuda && while read -r file; do printf '%s\n' "$file"; cat "$file"; done) | sha256sum | cut -d' ' -f1
}

# One translation unit with all kernels below the folders named.
cuda_unit() {
  for folder in "$@"; do
    (cd "$folder" && find . -type f -name '*.cu' | LC_ALL=C sort | sed 's|^\./\(.*\)|#include "\1"|')
  done
}
