package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/**
 * The integer weights of a product whose other operand the source quantizes: those that it keeps
 * ({@link QdqWeights}); those that floats are multiples of ({@link WeightGrid}); else rounded ones.
 */
final class SourceWeights {
  private final Graph graph;
  private final Constants constants;
  private final WeightFormat format;
  private final QdqWeights kept;
  private final List<String> rounded = new ArrayList<>();

  SourceWeights(Graph graph, Constants constants, WeightFormat format) {
    this.graph = graph;
    this.constants = constants;
    this.format = format;
    kept = new QdqWeights(graph, constants);
  }

  /** Whether the value is constant: floats, or dequantized integers. */
  boolean is(Value value) {
    return constants.is(value);
  }

  /** Which weights were rounded, a sentence each. */
  List<String> notes() {
    return rounded;
  }

  /**
   * The weights of a product with a step of the codes folded in.
   *
   * @param step one number, or one a row of the weights
   * @return empty if the right operand is no matrix or the step is of other axes
   */
  Optional<IntegerWeights> of(Node product, Tensor step) {
    Value right = product.input(1);
    if (kept.is(right) && step.size() == 1) {
      Optional<IntegerWeights> integers = kept.of(right, step.floats()[0]);
      if (integers.isPresent()) {
        return integers;
      }
    }
    return constants
        .of(right)
        .filter(t -> t.type() == ElementType.F32)
        .flatMap(t -> Placement.matrix(t, graph.fact(product.input(0)).shape()))
        .filter(t -> isFinite(t) && isOfRows(step, t.dim(0)))
        .map(t -> ofFloats(product, t, step.floats()));
  }

  private static boolean isOfRows(Tensor step, int rows) {
    return step.size() == 1 || (step.size() == rows && step.dim(-1) == rows);
  }

  private static boolean isFinite(Tensor weights) {
    for (float w : weights.floats()) {
      if (!Float.isFinite(w)) {
        return false;
      }
    }
    return true;
  }

  private IntegerWeights ofFloats(Node product, Tensor weights, float[] steps) {
    Optional<IntegerWeights> exact = steps.length == 1 ? WeightGrid.of(weights) : Optional.empty();
    if (exact.isPresent()) {
      float[] scale = exact.get().scale().floats();
      for (int j = 0; j < scale.length; j++) {
        scale[j] *= steps[0];
      }
      return new IntegerWeights(exact.get().weights(), Tensor.of(scale, scale.length));
    }
    String how = format == WeightFormat.FLOAT ? "fixed point" : format.type().symbol();
    rounded.add(
        "weights of \"" + product.name() + "\" rounded to " + how + ": they have no step a column");
    int rows = weights.dim(0);
    int columns = weights.dim(1);
    float[] values = weights.floats();
    double[] folded = new double[values.length];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = (double) steps[steps.length == 1 ? 0 : i / columns] * values[i];
    }
    double[] importance = new double[rows];
    Arrays.fill(importance, 1);
    return WeightRounding.nearest(folded, importance, columns, format);
  }
}
