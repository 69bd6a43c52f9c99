package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Rounding;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/**
 * A random small Transformer-like network of stage SPIKING: blocks over values of {@code [batch,
 * sequence, width]}.
 */
final class RandomNetwork {
  private final SplittableRandom random;
  private final GraphBuilder builder = new GraphBuilder("random");
  private final Map<Value, Integer> depth = new LinkedHashMap<>();
  private final int heads;
  private final int headWidth;
  private final int width;
  private int counter;

  private RandomNetwork(long seed) {
    random = new SplittableRandom(seed);
    heads = 1 + random.nextInt(3);
    headWidth = 1 + random.nextInt(7);
    width = heads * headWidth;
  }

  static Graph graph(long seed) {
    return new RandomNetwork(seed).build();
  }

  /** An input for {@link #graph} of the same seed. */
  static Map<String, Tensor> input(long seed, int batch, int sequence) {
    RandomNetwork network = new RandomNetwork(seed);
    SplittableRandom numbers = new SplittableRandom(seed ^ 0x5eed);
    return Map.of(
        "x",
        Tensor.of(
            network.floats(numbers, batch * sequence * network.width, 2f),
            batch,
            sequence,
            network.width));
  }

  private Graph build() {
    Value x =
        builder.input(
            "x",
            Fact.of(
                ElementType.F32,
                Shape.of(List.of(Dim.symbol("batch"), Dim.symbol("sequence"), Dim.of(width)))));
    depth.put(x, 0);
    List<Value> outputs = new ArrayList<>();
    int blocks = 1 + random.nextInt(3);
    for (int i = 0; i < blocks; i++) {
      x = random.nextInt(3) == 0 ? mlp(x) : attention(x);
      if (random.nextInt(4) == 0) {
        outputs.add(x);
      }
    }
    if (random.nextBoolean()) {
      x = add(new Reduce(ReduceKind.MEAN, List.of(1), false), x);
    }
    outputs.add(x);
    for (int i = 0; i < outputs.size(); i++) {
      builder.output("y" + i, outputs.get(i));
    }
    return builder.build(Stage.SPIKING);
  }

  private Value attention(Value x) {
    Value norm = random.nextBoolean() ? layerNorm(x) : x;
    Value codes = neuron(norm, width);
    Value q = heads(synapse(codes, width, width));
    Value k = heads(synapse(codes, width, width));
    Value v = heads(synapse(codes, width, width));
    Value scores =
        add(
            new Bilinear(),
            neuron(q, headParameters()),
            add(new Transpose(List.of(0, 1, 3, 2)), neuron(k, headParameters())),
            constant(positive(heads), heads, 1, 1));
    Value probabilities = add(new Softmax(-1), scores);
    Value mixed =
        add(
            new Bilinear(),
            neuron(probabilities, new int[0]),
            neuron(v, new int[] {heads, 1, headWidth}),
            constant(positive(heads * headWidth), heads, 1, headWidth));
    Value merged = add(new Transpose(List.of(0, 2, 1, 3)), mixed);
    Value flat =
        add(
            new Reshape(false),
            merged,
            builder.constant("shape", Tensor.of(new long[] {0, 0, width}, 3)));
    Value out = synapse(neuron(flat, width), width, width);
    Value sum = add(new Binary(BinaryKind.ADD), x, out);
    return random.nextBoolean() ? layerNorm(sum) : sum;
  }

  private Value mlp(Value x) {
    int hidden = 1 + random.nextInt(40);
    Value codes = neuron(layerNorm(x), width);
    if (random.nextInt(3) == 0) {
      List<Value> parts = addAll(new Split(2, List.of(1, width - 1)), codes);
      codes = width == 1 ? codes : add(new Concat(2), parts.get(1), parts.get(0));
    }
    UnaryKind[] kinds = {UnaryKind.GELU, UnaryKind.RELU, UnaryKind.SILU, UnaryKind.TANH};
    Value h = add(new Unary(kinds[random.nextInt(kinds.length)]), synapse(codes, width, hidden));
    Value inner = neuron(h, hidden);
    Value out = synapse(inner, hidden, width);
    if (random.nextInt(3) == 0) {
      Value decoded = add(new Decode(), codes, constant(positive(width), width));
      out = add(new Binary(BinaryKind.MUL), out, decoded);
    }
    return add(new Binary(BinaryKind.ADD), out, x);
  }

  private Value heads(Value x) {
    Value shape = builder.constant("shape", Tensor.of(new long[] {0, 0, heads, headWidth}, 4));
    return add(new Transpose(List.of(0, 2, 1, 3)), add(new Reshape(false), x, shape));
  }

  private int[] headParameters() {
    return new int[] {heads, 1, 1};
  }

  private Value layerNorm(Value x) {
    return add(
        new LayerNorm(-1, 1e-5f),
        x,
        constant(positive(width), width),
        constant(signed(width, 0.2f), width));
  }

  private Value synapse(Value codes, int inputs, int outputs) {
    byte[] weights = new byte[inputs * outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(255) - 127);
    }
    float[] scale = positive(outputs);
    for (int i = 0; i < outputs; i++) {
      scale[i] *= 0.01f;
    }
    Value w =
        random.nextInt(4) == 0
            ? builder.constant(
                "w", Tensor.ofLongs(ElementType.I16, scaledUp(weights), inputs, outputs))
            : builder.constant("w", Tensor.of(weights, inputs, outputs));
    Value s = constant(scale, outputs);
    return random.nextBoolean()
        ? add(new Synapse(), codes, w, s)
        : add(new Synapse(), codes, w, s, constant(signed(outputs, 0.5f), outputs));
  }

  private static long[] scaledUp(byte[] weights) {
    long[] values = new long[weights.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = weights[i] * 3L;
    }
    return values;
  }

  private Value neuron(Value x, int last) {
    return neuron(x, random.nextBoolean() ? new int[] {last} : new int[0]);
  }

  private Value neuron(Value x, int[] dims) {
    int n = 1;
    for (int d : dims) {
      n *= d;
    }
    int levels = 2 + random.nextInt(random.nextBoolean() ? 6 : 60);
    int[] min = new int[n];
    int[] max = new int[n];
    int[] rest = new int[n];
    CodeRange range = null;
    for (int i = 0; i < n; i++) {
      min[i] = -random.nextInt(levels);
      max[i] = min[i] + levels - 1;
      rest[i] = min[i] + random.nextInt(levels);
      CodeRange own = new CodeRange(min[i], max[i]);
      range = range == null ? own : range.union(own);
    }
    Rounding rounding = random.nextInt(4) == 0 ? Rounding.HALF_UP : Rounding.HALF_EVEN;
    int deep = 1 + depth.get(x);
    float[] theta = positive(n);
    for (int i = 0; i < n; i++) {
      theta[i] *= 4f / levels;
    }
    Value out =
        add(
            new Neuron(rounding, range.min(), range.max(), deep),
            x,
            constant(theta, dims),
            builder.constant("min", Tensor.of(min, dims)),
            builder.constant("max", Tensor.of(max, dims)),
            builder.constant("rest", Tensor.of(rest, dims)));
    depth.put(out, deep);
    return out;
  }

  private Value add(Op op, Value... inputs) {
    return addAll(op, inputs).get(0);
  }

  private List<Value> addAll(Op op, Value... inputs) {
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

  private Value constant(float[] values, int... dims) {
    return builder.constant("c", Tensor.of(values, dims));
  }

  private float[] positive(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = 0.2f + (float) random.nextDouble();
    }
    return values;
  }

  private float[] signed(int n, float size) {
    return floats(random, n, size);
  }

  private float[] floats(SplittableRandom numbers, int n, float size) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = size * (float) (2 * numbers.nextDouble() - 1);
    }
    return values;
  }
}
