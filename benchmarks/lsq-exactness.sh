#!/usr/bin/env bash
# Proves on all 10,000 test images of Fashion-MNIST that the networks trained with learned step sizes are
# exact, and compares them with ONNX Runtime: E1 and E3 of docs/exactness.md. About ten minutes a model.
#
#   benchmarks/lsq-exactness.sh FOLDER [MODEL…]
#
# FOLDER holds the gzipped idx files (Debian: package dataset-fashion-mnist); MODEL is such as 32-relu-legacy.
# Needs Python with numpy. Prints one JSON object a model; the exit code is that of the first that fails.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
fixtures=$root/integration-tests/fixtures
folder=${1:?usage: lsq-exactness.sh FOLDER [MODEL…]}
shift
models=("$@")
[ $# -gt 0 ] || models=(32-relu-legacy 32-gelu-dynamo 16-relu-legacy 16-gelu-dynamo)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 - "$folder" "$work/images.npz" <<'PYTHON'
import gzip, sys
import numpy as np

raw = gzip.open(sys.argv[1] + "/t10k-images-idx3-ubyte.gz").read()
images = np.frombuffer(raw, np.uint8, offset=16).reshape(-1, 1, 28, 28).astype(np.float32)
pixels = (images / np.float32(255) - np.float32(0.2860)) / np.float32(0.3530)
np.savez(sys.argv[2], pixels=pixels)
PYTHON

for model in "${models[@]}"; do
  "$root/bin/spikezip" compile "$fixtures/vit-lsq$model.onnx" -o "$work/$model.snn" -q >&2
  "$root/bin/spikezip" verify "$work/$model.snn" --inputs "$work/images.npz" \
    --schedule wavefront:1 --max-spike 16 --json
done
