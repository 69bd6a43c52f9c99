package org.spikezip.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Rounding;
import org.spikezip.ir.op.Synapse;

/** Adds random neurons, synapses and constants to a graph, and knows how deep each value lies. */
final class NetworkBuilder {
  /** Products of two codes of 16 bits do not fit into 32. */
  private static final int WIDE = 50_000;

  final SplittableRandom random;
  private final GraphBuilder builder = new GraphBuilder("random");
  private final Map<Value, Integer> depth = new HashMap<>();

  /** Whether numbers lie on a coarse grid, so that potentials often lie at a tie. */
  private final boolean onGrid;

  /** How far ranges of codes reach beyond what a network comes to. */
  private final int margin;

  private int counter;

  NetworkBuilder(SplittableRandom random, boolean onGrid) {
    this.random = random;
    this.onGrid = onGrid;
    this.margin = oneIn(8) ? WIDE : 0;
  }

  Value input(String name, Fact fact) {
    return builder.input(name, fact);
  }

  void output(String name, Value value) {
    builder.output(name, value);
  }

  Graph build() {
    return builder.build(Stage.SPIKING);
  }

  Fact fact(Value value) {
    return builder.fact(value);
  }

  Value add(Op op, Value... inputs) {
    return addAll(op, inputs).get(0);
  }

  List<Value> addAll(Op op, Value... inputs) {
    List<Value> made = builder.add(op.name() + counter++, op, List.of(inputs));
    int deepest = 0;
    for (Value input : inputs) {
      deepest = Math.max(deepest, depth.getOrDefault(input, 0));
    }
    for (Value value : made) {
      depth.put(value, deepest);
    }
    return made;
  }

  Value constant(Tensor tensor) {
    return builder.constant("c" + counter++, tensor);
  }

  Value vector(long... values) {
    return constant(Tensor.of(values, values.length));
  }

  /** Whether it is so once in n times. */
  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Numbers from 0.2 to 1.2, or powers of two. */
  Value positive(int... dims) {
    return constant(Tensor.of(positiveNumbers(count(dims)), dims));
  }

  /** Numbers from −size to size. */
  Value signed(float size, int... dims) {
    float[] values = new float[count(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(random, size, onGrid);
    }
    return constant(Tensor.of(values, dims));
  }

  static float number(SplittableRandom random, float size, boolean onGrid) {
    return onGrid
        ? (random.nextInt(17) - 8) * 0.125f * size
        : size * (float) (2 * random.nextDouble() - 1);
  }

  private float[] positiveNumbers(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = onGrid ? Math.scalb(1f, -random.nextInt(3)) : 0.2f + (float) random.nextDouble();
    }
    return values;
  }

  /** A product with random weights of 8, 16 or 32 bits, with or without bias. */
  Value synapse(Value codes, int inputs, int outputs) {
    ElementType type =
        oneOf(
            List.of(
                ElementType.I8, ElementType.I8, ElementType.I8, ElementType.I16, ElementType.I32));
    int largest = onGrid ? 2 : type == ElementType.I8 ? 127 : 400;
    long[] weights = new long[inputs * outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (long) random.nextInt(2 * largest + 1) - largest;
    }
    Value w = constant(Tensor.ofLongs(type, weights, inputs, outputs));
    float[] scale = positiveNumbers(outputs);
    for (int i = 0; i < outputs; i++) {
      scale[i] *= onGrid ? 0.25f : 1.3f / largest;
    }
    Value s = constant(Tensor.of(scale, outputs));
    return random.nextBoolean()
        ? add(new Synapse(), codes, w, s)
        : add(new Synapse(), codes, w, s, signed(0.5f, outputs));
  }

  /** Neurons with one threshold, or one for each index of the last axis. */
  Value neuron(Value x, int last) {
    return random.nextBoolean() ? neuron(x, new int[] {last}) : neuron(x, new int[0]);
  }

  /** Neurons whose parameters have these dims, with ranges and resting codes of their own. */
  Value neuron(Value x, int[] dims) {
    int n = count(dims);
    int levels = 2 + random.nextInt(oneOf(List.of(2, 6, 60)));
    int[] min = new int[n];
    int[] max = new int[n];
    int[] rest = new int[n];
    CodeRange range = new CodeRange(0, 0);
    for (int i = 0; i < n; i++) {
      min[i] = -random.nextInt(levels);
      max[i] = min[i] + levels - 1;
      rest[i] = min[i] + random.nextInt(levels);
      min[i] -= margin;
      max[i] += margin;
      CodeRange own = new CodeRange(min[i], max[i]);
      range = i == 0 ? own : range.union(own);
    }
    float[] theta = positiveNumbers(n);
    for (int i = 0; i < n; i++) {
      theta[i] *= onGrid ? 0.5f : 4f / levels;
    }
    int deep = 1 + depth.getOrDefault(x, 0);
    Value out =
        add(
            new Neuron(oneOf(List.of(Rounding.values())), range.min(), range.max(), deep),
            x,
            constant(Tensor.of(theta, dims)),
            constant(Tensor.of(min, dims)),
            constant(Tensor.of(max, dims)),
            constant(Tensor.of(rest, dims)));
    depth.put(out, deep);
    return out;
  }

  /** A random order of 0 to n − 1. */
  static int[] permutation(SplittableRandom random, int n) {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      left.add(i);
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = left.remove(random.nextInt(left.size()));
    }
    return order;
  }

  static int count(int... dims) {
    int n = 1;
    for (int d : dims) {
      n *= d;
    }
    return n;
  }
}
