#!/usr/bin/env bash
# Makes a plugin of the emulated device, so that the command and measure.sh can be tried without a card (from this folder, slowly):
#
#   mvn test-compile -pl backends/cuda -am && backends/cuda/emulated-plugin.sh DIR
#   cd backends/cuda && BACKEND=cuda-emulated PLUGINS=DIR NETWORKS=vit SAMPLES=1 BATCH=1 PACKED/measure.sh
set -euo pipefail
to=$(realpath -m "${1:?usage: $0 DIR}")
cd "$(dirname "${BASH_SOURCE[0]}")"
jna=$(find "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/net/java/dev/jna/jna" -name 'jna-[0-9.]*.jar' | sort -V | tail -1)
mkdir -p "$to/cuda-emulated"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cp -r target/classes/. target/test-classes/. "$work"
mkdir -p "$work/META-INF/services"
echo org.spikezip.backend.cuda.EmulatedPlugin > "$work/META-INF/services/org.spikezip.api.Plugin"
jar --create --file "$to/cuda-emulated/cuda-emulated.jar" -C "$work" .
cp "$jna" "$to/cuda-emulated"
