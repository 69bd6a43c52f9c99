package org.spikezip.backend.nir;

import java.util.Arrays;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/** Constants of a node, as rows along the last axis. */
final class Parameters {
  private final Graph graph;
  private final Node node;

  Parameters(Graph graph, Node node) {
    this.graph = graph;
    this.node = node;
  }

  /** How long a row of a value is, if that is known. */
  static Optional<Integer> width(Graph graph, Value value) {
    Shape shape = graph.fact(value).shape();
    if (!shape.known() || shape.rank() == 0) {
      return Optional.empty();
    }
    Dim last = shape.dim(-1);
    return last.isFixed() ? Optional.of((int) last.size()) : Optional.empty();
  }

  /**
   * An operand that is constant.
   *
   * @throws SpikezipException UNSUPPORTED if it is not
   */
  Tensor constant(int input, String what) {
    return graph
        .constant(node.input(input))
        .orElseThrow(() -> unsupported("no " + what + " that the network computes"));
  }

  float[] floats(int input, String what, int width) {
    Tensor given = rowOf(input, what);
    float[] row = new float[width];
    float[] values = given.floats();
    for (int j = 0; j < width; j++) {
      row[j] = values[values.length == 1 ? 0 : j];
    }
    return row;
  }

  int[] ints(int input, String what, int width) {
    int[] values = rowOf(input, what).ints();
    int[] row = new int[width];
    Arrays.setAll(row, j -> values[values.length == 1 ? 0 : j]);
    return row;
  }

  private Tensor rowOf(int input, String what) {
    Tensor given = constant(input, what);
    int last = given.rank() == 0 ? 1 : given.dim(-1);
    if (given.size() != last) {
      throw unsupported("no " + what + " that differ from row to row");
    }
    return given;
  }

  private static SpikezipException unsupported(String why) {
    return new SpikezipException(ErrorCode.UNSUPPORTED, why);
  }
}
