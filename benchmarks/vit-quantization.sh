#!/usr/bin/env bash
# What quantization without training costs a ViT with GELU: accuracy on all 10,000 test images of Fashion-MNIST of
# the float model, in ONNX Runtime, and of the network compiled from it with 128 calibration images.
#
#   benchmarks/vit-quantization.sh FOLDER [LEVELS…]
#
# FOLDER holds the gzipped idx files (Debian: package dataset-fashion-mnist). LEVELS is 16 if not given.
# Needs Python with numpy and onnxruntime.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
fixtures=$root/integration-tests/fixtures
model=$fixtures/vit-legacy.onnx
folder=${1:?usage: vit-quantization.sh FOLDER [LEVELS…]}
shift
levels=("$@")
[ $# -gt 0 ] || levels=(16)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 - "$folder" "$work" "$model" <<'PYTHON'
import gzip, sys
import numpy as np
import onnxruntime

folder, work, model = sys.argv[1:]
raw = gzip.open(folder + "/t10k-images-idx3-ubyte.gz").read()
images = np.frombuffer(raw, np.uint8, offset=16).reshape(-1, 1, 28, 28).astype(np.float32)
pixels = (images / np.float32(255) - np.float32(0.2860)) / np.float32(0.3530)
raw = gzip.open(folder + "/t10k-labels-idx1-ubyte.gz").read()
labels = np.frombuffer(raw, np.uint8, offset=8).astype(np.int64)
np.savez(work + "/images.npz", pixels=pixels)
np.save(work + "/labels.npy", labels)
session = onnxruntime.InferenceSession(model)
answers = [session.run(None, {"pixels": pixels[i : i + 1]})[0].argmax() for i in range(len(pixels))]
print(f"float: {100 * (np.array(answers) == labels).mean():.2f} %", flush=True)
PYTHON

for n in "${levels[@]}"; do
  "$root/bin/spikezip" compile "$model" -o "$work/vit.snn" --inputs "$fixtures/fashion-mnist-calibration.npz" \
    --levels "$n" -q >"$work/log"
  "$root/bin/spikezip" run "$work/vit.snn" --inputs "$work/images.npz" --labels "$work/labels.npy" \
    --schedule wavefront:1 --max-spike 16 --threads 2 --json >"$work/run.json"
  python3 - "$n" "$work/run.json" <<'PYTHON'
import json, sys

print(f"{sys.argv[1]} levels: {100 * json.load(open(sys.argv[2]))['accuracy']:.2f} %", flush=True)
PYTHON
done
