package org.spikezip.backend.onnx;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;

/** Inputs for any graph; every free dimension is 4, integers are 0 or 1. */
final class RandomInputs {
  private RandomInputs() {}

  static Map<String, Tensor> of(Graph graph, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Node node : graph.inputNodes()) {
      inputs.put(node.name(), tensor(node.fact(), random));
    }
    return inputs;
  }

  private static Tensor tensor(Fact fact, Random random) {
    int[] dims =
        fact.shape().dims().stream().mapToInt(d -> d.isFixed() ? (int) d.size() : 4).toArray();
    if (fact.type().isFloat()) {
      return floats(random, dims);
    }
    long[] values = random.longs(size(dims), 0, 2).toArray();
    return Tensor.ofLongs(fact.type(), values, dims);
  }

  static Tensor floats(Random random, int... dims) {
    float[] values = new float[size(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * (float) random.nextGaussian();
    }
    return Tensor.of(values, dims);
  }

  private static int size(int[] dims) {
    return Arrays.stream(dims).reduce(1, Math::multiplyExact);
  }
}
