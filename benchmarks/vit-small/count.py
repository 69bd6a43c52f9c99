"""Operations by kind of layer of a run of make_vit_small.py's network, and what the script of SpikeZIP-TF would count for the same spikes.

    python count.py run.json         # of bin/spikezip run ... --backend simulator --json

The formulas are those of energy_consumption_calculation/ in the repository of SpikeZIP-TF, commit 8effa72, as they are for more than 15
steps: see docs/energy.md.
"""

import json
import re
import sys

BLOCKS, HEADS, WIDTH, PATCH, TOKENS = 12, 6, 384, 16, 197
ACCUMULATE, MULTIPLY = 0.9, 4.6

KINDS = [  # name of the kind, class of node, part of its name
    ("patch embedding", "synapse", "/patches/"),
    ("Q, K, V", "synapse", "/qkv/"),
    ("Q Kᵀ", "bilinear", r"/MatMul_output_0"),
    ("A V", "bilinear", r"/MatMul_1_output_0"),
    ("projection", "synapse", "/proj/"),
    ("fc1", "synapse", "/fc1/"),
    ("fc2", "synapse", "/fc2/"),
    ("classifier", "synapse", "logits"),
    ("neurons", "neuron", ""),
    ("Softmax", "differential", "Softmax"),
    ("LayerNorm", "differential", "norm"),
    ("ReLU", "differential", "Relu"),
    ("residual sums, scales", "sum", ""),
]


def ours(layers):
    """Rows of kind, multiply-accumulates of a dense pass, synaptic operations, neuron updates, float operations, mJ."""
    rows = []
    for kind, node_class, part in KINDS:
        of = [x for x in layers if x["class"] == node_class and re.search(part, x["name"])]
        sums = [sum(x[key] for x in of) for key in ("macs", "synapticOperations", "neuronUpdates", "floatOperations", "energy")]
        rows.append([kind, *sums[:4], sums[4] * 1e-9])
    return rows


def published(layers, steps):
    """What the published script counts, as rows of kind and accumulations."""
    spikes = {x["name"]: x["spikes"] for x in layers if x["class"] == "neuron"}
    neurons = {x["name"]: size(x["name"]) for x in layers if x["class"] == "neuron"}
    linear = sum(x["synapticOperations"] for x in layers if x["class"] == "synapse" and "/patches/" not in x["name"])
    attention = 0
    for block in range(BLOCKS):
        rate = [spikes[f"/blocks/blocks.{block}/{part}_output_0.codes"] / (TOKENS * WIDTH) for part in ("Squeeze", "Transpose_1", "Squeeze_2")]
        q, k, v = rate
        base = HEADS * PATCH**2 * (WIDTH // HEADS) ** 2
        attention += base * (q + k + min(q, k)) + base * (v + min(q, k, v) + min(q, k))
    return [("linear layers", linear), ("neurons", steps * sum(neurons.values())), ("attention", attention)]


def size(name):
    """Neurons of a layer, without those of the pixels, which SpikeZIP-TF does not quantize."""
    if "/patches/" in name:
        return 0
    if "Softmax" in name:
        return HEADS * TOKENS**2
    return (4 if "Relu" in name else 1) * WIDTH * (1 if name.startswith("/Gather") else TOKENS)


def main(file):
    run = json.load(open(file))
    layers = run["machine"]["layers"]
    print("| G operations | dense MACs | synaptic operations | neuron updates | float operations | mJ |\n|---|---|---|---|---|---|")
    rows = ours(layers)
    rows.append(["all", *[sum(row[i] for row in rows) for i in range(1, 6)]])
    for kind, *counts, energy in rows:
        print("|", kind, "|", " | ".join(f"{c / 1e9:.3f}" if c else "" for c in counts), "|", f"{energy:.2f} |")
    print("\n| by the published script | G accumulations | mJ |\n|---|---|---|")
    counted = published(layers, run["steps"]["max"])
    counted.append(("all", sum(count for _, count in counted)))
    for kind, count in counted:
        print("|", kind, "|", f"{count / 1e9:.3f} | {count * ACCUMULATE * 1e-9:.2f} |")
    patches = next(x["macs"] for x in layers if x["class"] == "synapse" and "/patches/" in x["name"])
    norms = sum(2 * TOKENS * WIDTH for x in layers if x["class"] == "differential" and "norm" in x["name"])
    print(f"\nleft out by it, but at 15 steps: patches {patches * MULTIPLY * 1e-9:.2f} mJ, LayerNorm {15 * norms * MULTIPLY * 1e-9:.2f} mJ")


if __name__ == "__main__":
    main(sys.argv[1])
