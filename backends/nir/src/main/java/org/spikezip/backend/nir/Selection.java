package org.spikezip.backend.nir;

import java.util.Arrays;
import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Gather;

/** A gather of channels whose indices are constant: which channel each of the new ones is. */
final class Selection {
  private final int[] channels;

  /**
   * A selection.
   *
   * @param channels where each new channel comes from, from 0
   */
  private Selection(int[] channels) {
    this.channels = channels;
  }

  /** What a node selects, if it gathers along the last axis by a constant row of indices. */
  static Optional<Selection> of(Graph graph, Node node) {
    if (!(node.op() instanceof Gather gather)) {
      return Optional.empty();
    }
    Shape shape = graph.fact(node.input(0)).shape();
    Optional<Integer> width = Parameters.width(graph, node.input(0));
    Optional<Tensor> indices = graph.constant(node.input(1)).filter(t -> t.rank() == 1);
    if (width.isEmpty() || indices.isEmpty() || shape.axis(gather.axis()) != shape.rank() - 1) {
      return Optional.empty();
    }
    int[] given = indices.get().ints();
    return Optional.of(
        new Selection(Arrays.stream(given).map(i -> i < 0 ? i + width.get() : i).toArray()));
  }

  /** New channels. */
  int width() {
    return channels.length;
  }

  /** Where a new channel comes from. */
  int channel(int index) {
    return channels[index];
  }

  /** As a matrix of zeros and ones, {@code [new][old]}. */
  float[][] weights(int old) {
    float[][] weights = new float[channels.length][old];
    for (int j = 0; j < channels.length; j++) {
      weights[j][channels[j]] = 1;
    }
    return weights;
  }

  float[] of(float[] row) {
    float[] selected = new float[channels.length];
    for (int j = 0; j < selected.length; j++) {
      selected[j] = row[channels[j]];
    }
    return selected;
  }

  int[] of(int[] row) {
    return Arrays.stream(channels).map(channel -> row[channel]).toArray();
  }
}
