package org.spikezip.pass.quantize;

import java.util.Optional;
import java.util.OptionalDouble;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Rounding;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/**
 * Floats that are codes: a division by constants, rounding and clipping, in one of these forms.
 *
 * <pre>
 * rounding  round(u)   floor(u + ½)   (r − u) + u, r one of these: the straight-through estimator
 * clipping  clip   min and max with a constant   relu
 * order     clip(round(x/theta))   round(clip(x/theta))   round(clip(x)/theta)
 * zero      clip(round(x/theta) + z)   clip(round(x/theta + z))   z a whole number
 * </pre>
 *
 * <p>Without a division, and where it is a multiplication by {@code 1/theta} that rounds, x is what
 * is rounded and theta 1, so that the codes are the source's bit for bit. A zero point that is
 * added before it is rounded is taken as if it were added after, which is the same but at ties.
 * Source: LSQ (ICLR 2020), SpikeZIP-TF (ICML 2024).
 *
 * @param x what is quantized
 * @param grid how
 * @param zero what the value is more than its codes
 */
record FakeQuantization(Value x, CodeGrid grid, int zero) {
  private static final int MOST_CODES = 1 << 16;

  /** What makes this value, if it is codes of at most 16 bits. */
  static Optional<FakeQuantization> endingAt(Graph graph, Constants constants, Value value) {
    Matcher matcher = new Matcher(graph, constants);
    Chain chain = matcher.chain(value);
    return chain.rounding().flatMap(rounding -> matcher.complete(chain, rounding));
  }

  /** {@code clip(round(u), min, max) + zero} so far. */
  private record Chain(Value u, Optional<Rounding> rounding, float min, float max, float zero) {
    static Chain leaf(Value u) {
      return new Chain(u, Optional.empty(), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0);
    }

    Chain rounded(Rounding how) {
      return new Chain(u, Optional.of(how), min, max, zero);
    }

    Chain clipped(float low, float high) {
      float least = low - zero;
      float most = high - zero;
      return new Chain(
          u,
          rounding,
          Math.max(least, Math.min(most, min)),
          Math.max(least, Math.min(most, max)),
          zero);
    }

    Chain moved(float by) {
      return new Chain(u, rounding, min, max, zero + by);
    }

    boolean isBounded() {
      return Float.isFinite(min) && Float.isFinite(max);
    }

    /** Whether rounding and clipping may change places. */
    boolean isWhole() {
      return isWhole(min) && isWhole(max) && min <= max && Float.isFinite(zero) && isWhole(zero);
    }

    private static boolean isWhole(float bound) {
      return Float.isInfinite(bound) || (bound == Math.rint(bound) && Math.abs(bound) < MOST_CODES);
    }
  }

  private record Matcher(Graph graph, Constants constants) {
    Chain chain(Value value) {
      Node node = graph.node(value);
      if (graph.fact(value).type() != ElementType.F32) {
        return Chain.leaf(value);
      }
      if (node.op() instanceof Clip clip) {
        return clipped(value, node.input(0), clip.min(), clip.max());
      }
      if (node.op() instanceof Unary unary) {
        return unary(unary.kind(), value, node.input(0));
      }
      return node.op() instanceof Binary binary
          ? binary(binary.kind(), value, node)
          : Chain.leaf(value);
    }

    private Chain unary(UnaryKind kind, Value value, Value input) {
      return switch (kind) {
        case RELU -> clipped(value, input, 0, Float.POSITIVE_INFINITY);
        case ROUND -> rounded(value, input, Rounding.HALF_EVEN);
        case FLOOR ->
            operandBeside(input, BinaryKind.ADD, 0.5)
                .map(u -> rounded(value, u, Rounding.HALF_UP))
                .orElse(Chain.leaf(value));
        default -> Chain.leaf(value);
      };
    }

    private Chain binary(BinaryKind kind, Value value, Node node) {
      if (kind == BinaryKind.ADD || kind == BinaryKind.SUB) {
        Optional<Chain> moved = moved(kind, node);
        if (moved.isPresent()) {
          return moved.get();
        }
      }
      for (int side = 0; side < 2; side++) {
        Value x = node.input(side);
        OptionalDouble bound = constants.number(node.input(1 - side));
        boolean clips = bound.isPresent() && keepsShape(x, node);
        if (kind == BinaryKind.MAX && clips) {
          return clipped(value, x, (float) bound.getAsDouble(), Float.POSITIVE_INFINITY);
        }
        if (kind == BinaryKind.MIN && clips) {
          return clipped(value, x, Float.NEGATIVE_INFINITY, (float) bound.getAsDouble());
        }
        if (kind == BinaryKind.ADD && isStraightThrough(x, node.input(1 - side))) {
          return chain(graph.node(x).input(0));
        }
      }
      return Chain.leaf(value);
    }

    /** A whole number added to what is rounded or divided. */
    private Optional<Chain> moved(BinaryKind kind, Node node) {
      for (int side = 0; side < (kind == BinaryKind.ADD ? 2 : 1); side++) {
        Value x = node.input(side);
        OptionalDouble by = constants.number(node.input(1 - side));
        if (by.isPresent()
            && by.getAsDouble() == Math.rint(by.getAsDouble())
            && keepsShape(x, node)) {
          Chain chain = chain(x);
          boolean quantizes = chain.rounding().isPresent() || theta(graph.node(x)).isPresent();
          float number = (float) by.getAsDouble();
          return quantizes
              ? Optional.of(chain.moved(kind == BinaryKind.ADD ? number : -number))
              : Optional.empty();
        }
      }
      return Optional.empty();
    }

    /** Whether a value is r − u, where r is u rounded. */
    private boolean isStraightThrough(Value difference, Value u) {
      Node node = graph.node(difference);
      if (!(node.op() instanceof Binary b)
          || b.kind() != BinaryKind.SUB
          || !node.input(1).equals(u)) {
        return false;
      }
      Node round = graph.node(node.input(0));
      return round.op() instanceof Unary unary
          && (unary.kind() == UnaryKind.ROUND || unary.kind() == UnaryKind.FLOOR)
          && round.input(0).equals(u)
          && chain(round.output()).rounding().isPresent();
    }

    private Chain rounded(Value value, Value u, Rounding rounding) {
      Chain before = chain(u);
      if (before.rounding().isPresent()) {
        return Chain.leaf(value);
      }
      return (before.isWhole() ? before : Chain.leaf(u)).rounded(rounding);
    }

    private Chain clipped(Value value, Value input, float low, float high) {
      return low <= high ? chain(input).clipped(low, high) : Chain.leaf(value);
    }

    Optional<FakeQuantization> complete(Chain chain, Rounding rounding) {
      Node division = graph.node(chain.u());
      Optional<Tensor> theta = theta(division);
      Value x = theta.isPresent() ? divided(division) : chain.u();
      Chain bounded = chain;
      if (!chain.isBounded() && theta.filter(t -> t.size() == 1).isPresent()) {
        // The codes of a clipped number are its code clipped to those of the bounds.
        Clipping limits = Clipping.of(graph, constants, x);
        float t = theta.get().floats()[0];
        x = limits.u();
        bounded =
            chain.clipped(
                limits.least(rounding, t) + chain.zero(), limits.most(rounding, t) + chain.zero());
      }
      boolean narrow =
          bounded.isBounded() && bounded.isWhole() && bounded.max() - bounded.min() < MOST_CODES;
      if (!narrow || constants.is(x)) {
        return Optional.empty();
      }
      Tensor steps = theta.orElse(Tensor.scalar(1f));
      CodeGrid grid = new CodeGrid(steps, rounding, (int) bounded.min(), (int) bounded.max());
      return Optional.of(new FakeQuantization(x, grid, (int) bounded.zero()));
    }

    private Value divided(Node division) {
      boolean swapped =
          ((Binary) division.op()).kind() == BinaryKind.MUL && constants.is(division.input(0));
      return division.input(swapped ? 1 : 0);
    }

    /** What a node divides by, if that is constant and the division is one of a quantizer. */
    private Optional<Tensor> theta(Node node) {
      if (!(node.op() instanceof Binary b)
          || (b.kind() != BinaryKind.DIV && b.kind() != BinaryKind.MUL)) {
        return Optional.empty();
      }
      Value x = divided(node);
      Optional<Tensor> factor =
          constants
              .of(node.input(node.input(0).equals(x) ? 1 : 0))
              .filter(t -> t.type() == ElementType.F32 && FakeQuantRewrite.isPositive(t))
              .filter(t -> keepsShape(x, node));
      return b.kind() == BinaryKind.DIV ? factor : factor.flatMap(Matcher::exactReciprocal);
    }

    /** Of powers of two. */
    private static Optional<Tensor> exactReciprocal(Tensor tensor) {
      float[] values = tensor.floats();
      for (int i = 0; i < values.length; i++) {
        if (values[i] != Math.scalb(1f, Math.getExponent(values[i]))) {
          return Optional.empty();
        }
        values[i] = 1 / values[i];
      }
      return Optional.of(Tensor.of(values, tensor.dims()));
    }

    private boolean keepsShape(Value x, Node node) {
      return graph.fact(x).shape().known() && graph.fact(x).shape().equals(node.fact().shape());
    }

    /** The other operand, where one is this number. */
    private Optional<Value> operandBeside(Value value, BinaryKind kind, double number) {
      Node node = graph.node(value);
      if (!(node.op() instanceof Binary b) || b.kind() != kind) {
        return Optional.empty();
      }
      for (int side = 0; side < 2; side++) {
        OptionalDouble found = constants.number(node.input(side));
        if (found.isPresent()
            && found.getAsDouble() == number
            && keepsShape(node.input(1 - side), node)) {
          return Optional.of(node.input(1 - side));
        }
      }
      return Optional.empty();
    }
  }
}
