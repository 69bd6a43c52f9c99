package org.spikezip.pass.quantize;

import java.util.OptionalDouble;
import org.spikezip.api.function.Codes;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Rounding;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/**
 * A float between bounds: what relu, clip, min and max with a number leave. The code of a clipped
 * number is its code clipped to the codes of the bounds, so that a quantizer can take them over.
 *
 * @param u what is clipped
 * @param min may be −∞
 * @param max may be ∞
 */
record Clipping(Value u, float min, float max) {
  private static final int MOST_CODES = 1 << 16;

  /** How a value is clipped, through any number of nodes; to (−∞, ∞) if it is not. */
  static Clipping of(Graph graph, Constants constants, Value value) {
    Clipping found = new Clipping(value, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    while (true) {
      Clipping before = found.before(graph, constants);
      if (before.u().equals(found.u())) {
        return found;
      }
      found = before;
    }
  }

  boolean isAny() {
    return min > Float.NEGATIVE_INFINITY || max < Float.POSITIVE_INFINITY;
  }

  /** The least code that this threshold gives. */
  int least(Rounding rounding, float theta) {
    return Codes.code(rounding, min, theta, -MOST_CODES, MOST_CODES);
  }

  /** The largest code that this threshold gives. */
  int most(Rounding rounding, float theta) {
    return Codes.code(rounding, max, theta, -MOST_CODES, MOST_CODES);
  }

  /** The same with the node that makes u taken in, if that clips. */
  private Clipping before(Graph graph, Constants constants) {
    Node node = graph.node(u);
    if (constants.is(u) || graph.fact(u).type() != ElementType.F32) {
      return this;
    }
    if (node.op() instanceof Clip clip && clip.min() <= clip.max()) {
      return clipped(node.input(0), clip.min(), clip.max());
    }
    if (node.op() instanceof Unary unary && unary.kind() == UnaryKind.RELU) {
      return clipped(node.input(0), 0, Float.POSITIVE_INFINITY);
    }
    if (node.op() instanceof Binary b) {
      boolean upper = b.kind() == BinaryKind.MIN;
      for (int side = 0; side < 2 && (upper || b.kind() == BinaryKind.MAX); side++) {
        Value x = node.input(side);
        OptionalDouble bound = constants.number(node.input(1 - side));
        if (bound.isPresent() && graph.fact(x).shape().equals(node.fact().shape())) {
          float number = (float) bound.getAsDouble();
          return upper
              ? clipped(x, Float.NEGATIVE_INFINITY, number)
              : clipped(x, number, Float.POSITIVE_INFINITY);
        }
      }
    }
    return this;
  }

  private Clipping clipped(Value x, float low, float high) {
    return new Clipping(x, Math.max(min, Math.min(max, low)), Math.max(min, Math.min(max, high)));
  }
}
