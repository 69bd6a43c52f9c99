package org.spikezip.backend.nir;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Rounding;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/** Small networks of layers; S_min of channel j is 3 − j. */
final class Layers {
  private final GraphBuilder builder = new GraphBuilder("layers");
  private final SplittableRandom random;
  private final boolean onGrid;

  private Layers(SplittableRandom random, boolean onGrid) {
    this.random = random;
    this.onGrid = onGrid;
  }

  /**
   * Two or three synapses with ReLU or limits between them.
   *
   * @param onGrid whether numbers are halves, so that many potentials lie at a tie
   */
  static Graph random(SplittableRandom random, boolean onGrid) {
    Layers layers = new Layers(random, onGrid);
    Value value = layers.input(1 + random.nextInt(9));
    int depth = 2 + random.nextInt(2);
    for (int layer = 1; layer <= depth; layer++) {
      value = layers.synapse(layers.neuron(value, layer), 1 + random.nextInt(9), 127);
      if (layer < depth && random.nextBoolean()) {
        value = layers.builder.add("relu" + layer, new Unary(UnaryKind.RELU), value);
      } else if (layer < depth && random.nextBoolean()) {
        value = layers.builder.add("clip" + layer, new Clip(-1.5f, 6), value);
      }
    }
    return layers.end(value);
  }

  /** A layer, a function that NIR lacks, a sum, and a layer. */
  static Graph withResidual() {
    Layers layers = new Layers(new SplittableRandom(5), false);
    Value value = layers.synapse(layers.neuron(layers.input(3), 1), 4, 127);
    Value sum = layers.builder.add("sum", new Binary(BinaryKind.ADD), value, value);
    Value gelu = layers.builder.add("gelu", new Unary(UnaryKind.GELU), sum);
    return layers.end(layers.synapse(layers.neuron(gelu, 2), 2, 127));
  }

  /** Two layers of neurons whose channels are split, and codes and floats that are gathered. */
  static Graph split(SplittableRandom random, boolean onGrid) {
    Layers layers = new Layers(random, onGrid);
    Value value = layers.split(layers.input(1 + random.nextInt(5)));
    value = layers.synapse(layers.neuron(value, 1), 1 + random.nextInt(5), 127);
    value =
        layers.split(layers.builder.add("relu", new Unary(UnaryKind.RELU), layers.split(value)));
    Value codes = layers.gather(layers.neuron(value, 2), 1 + random.nextInt(9));
    return layers.end(layers.gather(layers.synapse(codes, 3, 127), 5));
  }

  /** Two layers; the sums of the first are gathered along an axis, by indices of a shape. */
  static Graph gathered(int axis, int... shape) {
    Layers layers = new Layers(new SplittableRandom(7), false);
    Value indices = layers.builder.constant("indices", Tensor.of(new long[] {0}, shape));
    Value sums = layers.synapse(layers.neuron(layers.input(3), 1), 2, 127);
    Value value = layers.builder.add("rows", new Gather(axis), sums, indices);
    return layers.end(layers.synapse(layers.neuron(value, 2), 2, 127));
  }

  /** A network of one layer, and beside it one of two integers that are an input. */
  static Graph besideIntegers() {
    Layers layers = new Layers(new SplittableRandom(9), false);
    Value second = layers.builder.constant("second", Tensor.of(new long[] {1}, 1));
    Shape shape = Shape.of(List.of(Dim.symbol("batch"), Dim.of(2)));
    Value pair = layers.builder.input("pair", Fact.of(ElementType.I64, shape));
    layers.builder.output("integer", layers.builder.add("taken", new Gather(1), pair, second));
    return layers.end(layers.synapse(layers.neuron(layers.input(3), 1), 4, 127));
  }

  /** A sum of an input and constants, as the output. */
  static Graph endingInOffsets() {
    Layers layers = new Layers(new SplittableRandom(8), false);
    return layers.end(layers.split(layers.synapse(layers.neuron(layers.input(3), 1), 4, 127)));
  }

  static Graph withWeights(int largest) {
    Layers layers = new Layers(new SplittableRandom(6), false);
    return layers.end(layers.synapse(layers.neuron(layers.input(9), 1), 9, largest));
  }

  static Node gelu(Graph graph) {
    return graph.nodesOf(Unary.class).get(0);
  }

  static Node add(Graph graph) {
    return graph.nodesOf(Binary.class).get(0);
  }

  static int[] least(int width) {
    int[] least = new int[width];
    Arrays.setAll(least, j -> 3 - j);
    return least;
  }

  static float[] row(SplittableRandom random, int width, boolean onGrid) {
    float[] row = new float[width];
    for (int j = 0; j < width; j++) {
      row[j] = onGrid ? random.nextInt(-20, 21) / 4f : (float) random.nextDouble(-5, 5);
    }
    return row;
  }

  private Value input(int width) {
    Shape shape = Shape.of(List.of(Dim.symbol("batch"), Dim.of(width)));
    return builder.input("x", Fact.of(ElementType.F32, shape));
  }

  private Graph end(Value value) {
    builder.output("y", value);
    return builder.build(Stage.SPIKING);
  }

  private Value floats(String label, float[] values) {
    return builder.constant(label, Tensor.of(values, values.length));
  }

  private Value ints(String label, int[] values) {
    return builder.constant(label, Tensor.of(values, values.length));
  }

  /** More channels than before, each plus an offset. */
  private Value split(Value value) {
    Value gathered = gather(value, width(value) + 1 + random.nextInt(3));
    float[] offsets = new float[width(gathered)];
    for (int j = 0; j < offsets.length; j++) {
      offsets[j] = onGrid ? random.nextInt(-4, 5) / 8f : (float) random.nextDouble(-1, 1);
    }
    Value shift = floats("offsets", offsets);
    Binary add = new Binary(BinaryKind.ADD);
    return random.nextBoolean()
        ? builder.add("shifted", add, gathered, shift)
        : builder.add("shifted", add, shift, gathered);
  }

  /** So many channels of a value, any of them; half of the indices count from the end. */
  private Value gather(Value value, int width) {
    int channels = width(value);
    long[] indices = random.longs(width, -channels, channels).toArray();
    Value constant = builder.constant("indices", Tensor.of(indices, width));
    return builder.add("gathered", new Gather(random.nextBoolean() ? 1 : -1), value, constant);
  }

  private int width(Value value) {
    return (int) builder.fact(value).shape().dim(-1).size();
  }

  private Value neuron(Value value, int depth) {
    int width = width(value);
    float[] theta = new float[random.nextBoolean() ? width : 1];
    for (int j = 0; j < theta.length; j++) {
      theta[j] = onGrid ? 0.5f : (float) random.nextDouble(0.05, 1);
    }
    int[] least = least(width);
    int[] most = new int[width];
    Arrays.setAll(most, j -> least[j] + random.nextInt(17));
    Rounding rounding = random.nextBoolean() ? Rounding.HALF_EVEN : Rounding.HALF_UP;
    return builder.add(
        "neuron" + depth,
        new Neuron(rounding, 3 - (width - 1), 3 + 16, depth),
        value,
        floats("theta" + depth, theta),
        ints("min" + depth, least),
        ints("max" + depth, most),
        ints("rest" + depth, least));
  }

  private Value synapse(Value codes, int width, int largest) {
    int inputs = width(codes);
    int[] weights = new int[inputs * width];
    Arrays.setAll(weights, i -> random.nextInt(-largest, largest + 1));
    float[] scale = new float[width];
    float[] bias = new float[width];
    for (int j = 0; j < width; j++) {
      scale[j] = onGrid ? 1 / 64f : (float) random.nextDouble(-0.02, 0.02);
      bias[j] = onGrid ? random.nextInt(5) / 4f : (float) random.nextDouble(-1, 1);
    }
    Value weight = builder.constant("weight", Tensor.of(weights, inputs, width));
    return random.nextBoolean()
        ? builder.add("synapse", new Synapse(), codes, weight, floats("scale", scale))
        : builder.add(
            "synapse", new Synapse(), codes, weight, floats("scale", scale), floats("bias", bias));
  }
}
