"""Reads a file of `spikezip export --backend nir` with the official Python package and compares what it computes with spikezip.

    python check.py network.nir inputs.npz outputs.npz

inputs.npz holds the network's inputs, outputs.npz what `spikezip run ... --outputs` wrote for them. Each row of an input is evaluated by
NIR's definitions of Input, Flatten, Affine, Linear, Scale, Threshold and Output, in float32. Exit code 0: all numbers are equal; 1: some are not;
2: it was skipped, for the reason printed. Needs the packages nir and h5py.
"""

import sys

try:
    import nir
    import numpy as np
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(2)


def value(graph, before, name, known):
    """The row of numbers that a node gives."""
    if name not in known:
        node = graph.nodes[name]
        x = sum(value(graph, before, other, known) for other in before[name])
        kind = type(node).__name__
        if kind == "Affine":
            known[name] = node.weight @ x + node.bias
        elif kind == "Linear":
            known[name] = node.weight @ x
        elif kind == "Threshold":
            known[name] = (x > node.threshold).astype(np.float32)
        elif kind == "Scale":
            known[name] = x * node.scale
        else:
            known[name] = x.reshape(-1) if kind == "Flatten" else x
    return known[name]


def main(file, inputs, outputs):
    graph = nir.read(file)
    given, expected = np.load(inputs), np.load(outputs)
    before = {name: [a for a, b in graph.edges if b == name] for name in graph.nodes}
    print(f"read {len(graph.nodes)} nodes and {len(graph.edges)} edges")
    missing = [name for name in graph.inputs if name not in given]
    if missing:
        print(f"skipped: {file} is a skeleton, whose inputs {missing[:3]} are not in {inputs}")
        return 2
    shapes = {name: tuple(node.input_type["input"]) for name, node in graph.inputs.items()}
    rows = {name: given[name].astype(np.float32).reshape(-1, *shape) for name, shape in shapes.items()}
    compared = differ = 0
    for name in graph.outputs:
        wanted = expected[name].reshape(-1, expected[name].shape[-1])
        for i, row in enumerate(wanted):
            known = {source: values[i] for source, values in rows.items()}
            compared += row.size
            differ += int((value(graph, before, name, known) != row).sum())
    print(f"{compared} output numbers compared, {differ} differ")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
