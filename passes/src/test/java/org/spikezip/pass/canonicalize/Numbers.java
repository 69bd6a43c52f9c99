package org.spikezip.pass.canonicalize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;

/** Compares what two graphs compute, on random inputs. */
final class Numbers {
  /** Relative to the largest element of a result. */
  private static final double MOST_DIFFERENCE = 1e-5;

  /** The constant inputs give what the operators need; host operators are none of ours. */
  private Numbers() {}

  /** Both graphs give the same results for three draws of inputs. Graphs of host operators pass. */
  static void assertSame(Graph expected, Graph actual) {
    if (RuleFixture.hasHostOps(expected)) {
      return;
    }
    ReferenceEvaluator evaluator = new ReferenceEvaluator(HostOps.NONE);
    for (int seed = 0; seed < 3; seed++) {
      Map<String, Tensor> inputs = draw(expected, new SplittableRandom(seed));
      Map<String, Tensor> before = evaluator.evaluate(expected, inputs).outputs();
      Map<String, Tensor> after = evaluator.evaluate(actual, inputs).outputs();
      assertEquals(before.keySet(), after.keySet());
      before.forEach((name, tensor) -> assertSame(name, tensor, after.get(name)));
    }
  }

  private static void assertSame(String name, Tensor expected, Tensor actual) {
    assertEquals(expected.toString(), actual.toString(), name);
    if (!expected.type().isFloat()) {
      assertArrayEquals(expected.longs(), actual.longs(), name);
      return;
    }
    float[] left = expected.floats();
    float largest = 0;
    for (float x : left) {
      largest = Float.isFinite(x) ? Math.max(largest, Math.abs(x)) : largest;
    }
    float tolerance = (float) Math.max(Float.MIN_VALUE, MOST_DIFFERENCE * largest);
    assertArrayEquals(left, actual.floats(), tolerance, name);
  }

  /** An input for each of the graph's; a symbol is as long everywhere. */
  static Map<String, Tensor> draw(Graph graph, SplittableRandom random) {
    Map<Dim, Integer> sizes = new HashMap<>();
    Map<String, Tensor> inputs = new HashMap<>();
    for (Node input : graph.inputNodes()) {
      int[] dims =
          input.fact().shape().dims().stream()
              .mapToInt(
                  d ->
                      d.isFixed()
                          ? (int) d.size()
                          : sizes.computeIfAbsent(d, x -> 2 + sizes.size()))
              .toArray();
      inputs.put(input.name(), tensor(input.fact().type(), dims, random));
    }
    return inputs;
  }

  private static Tensor tensor(ElementType type, int[] dims, SplittableRandom random) {
    int n = 1;
    for (int d : dims) {
      n *= d;
    }
    if (type.isFloat()) {
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = (random.nextInt() >> 8) * 0x1p-21f;
      }
      return Tensor.of(values, dims);
    }
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt(2);
    }
    return Tensor.ofLongs(type, values, dims);
  }
}
