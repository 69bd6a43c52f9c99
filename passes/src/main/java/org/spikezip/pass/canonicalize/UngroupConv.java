package org.spikezip.pass.canonicalize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Makes one group of the groups of a convolution with constant weights, by weights of zero between
 * a channel and the outputs of other groups. What is quantized keeps its integers; zero is the zero
 * point there.
 *
 * <pre>
 * %2 = conv(%0, %1) {group=4, …}     // weights [4,1,3,3], a channel each
 * →
 * %2 = conv(%0, %3) {group=1, …}     // weights [4,4,3,3], zero off the diagonal
 * </pre>
 *
 * <p>Not where the weights would have more than {@value #LARGEST} elements.
 */
final class UngroupConv implements Rule {
  private static final int LARGEST = 1 << 24;

  @Override
  public String name() {
    return "ungroup-conv";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Conv conv)
        || conv.group() == 1
        || !Patterns.isWeights(graph, node.input(1))) {
      return Optional.empty();
    }
    int[] dims = graph.fact(node.input(1)).shape().sizes().orElseThrow();
    if (graph.fact(node.input(1)).shape().elements().size() * conv.group() > LARGEST) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Optional<Value> weights = weights(graph, patch, node.input(1), new Blocks(dims, conv.group()));
    if (weights.isEmpty()) {
      return Optional.empty();
    }
    List<Value> inputs = new ArrayList<>(node.inputs());
    inputs.set(1, weights.get());
    Conv whole = new Conv(conv.strides(), conv.pads(), conv.dilations(), 1);
    Value made = patch.add(node.name(), whole, inputs).get(0);
    return Optional.of(patch.redirect(node.output(), made).because(node.name()));
  }

  private static Optional<Value> weights(
      Graph graph, GraphPatch.Builder patch, Value old, Blocks blocks) {
    Node node = graph.node(old);
    Optional<Tensor> floats = graph.constant(old);
    if (floats.isPresent()) {
      return Optional.of(patch.constant(node.name() + ".whole", blocks.floats(floats.get())));
    }
    DequantizeLinear op = (DequantizeLinear) node.op();
    Tensor scale = graph.constant(node.input(1)).orElseThrow();
    if (op.blockSize() != 0 || (scale.size() > 1 && op.axis() != 0)) {
      return Optional.empty();
    }
    Optional<Tensor> zero = node.hasInput(2) ? graph.constant(node.input(2)) : Optional.empty();
    int[] points = zero.map(Tensor::ints).orElse(new int[1]);
    Tensor integers = graph.constant(node.input(0)).orElseThrow();
    Tensor whole = blocks.integers(integers, output -> points[points.length == 1 ? 0 : output]);
    List<Value> inputs = new ArrayList<>(node.inputs());
    inputs.set(0, patch.constant(graph.node(node.input(0)).name() + ".whole", whole));
    return Optional.of(patch.add(node.name() + ".whole", op, inputs).get(0));
  }

  /** Puts weights {@code [O, C/G, …]} into weights {@code [O, C, …]}. */
  private static final class Blocks {
    private final int[] dims;
    private final int groups;

    Blocks(int[] dims, int groups) {
      this.dims = dims;
      this.groups = groups;
    }

    Tensor floats(Tensor grouped) {
      float[] from = grouped.floats();
      float[] to = new float[from.length * groups];
      for (int row = 0; row < dims[0]; row++) {
        System.arraycopy(from, row * length(), to, start(row), length());
      }
      return Tensor.ofFloats(grouped.type(), to, wholeDims());
    }

    /**
     * The same of integers.
     *
     * @param zero what stands for 0 in the row of an output
     */
    Tensor integers(Tensor grouped, IntUnaryOperator zero) {
      long[] from = grouped.longs();
      long[] to = new long[from.length * groups];
      for (int row = 0; row < dims[0]; row++) {
        int first = row * length() * groups;
        Arrays.fill(to, first, first + length() * groups, zero.applyAsInt(row));
        System.arraycopy(from, row * length(), to, start(row), length());
      }
      return Tensor.ofLongs(grouped.type(), to, wholeDims());
    }

    /** Weights of one output. */
    private int length() {
      int length = 1;
      for (int axis = 1; axis < dims.length; axis++) {
        length *= dims[axis];
      }
      return length;
    }

    /**
     * Where those of an output begin: its group's channels come after those of the groups before.
     */
    private int start(int output) {
      int group = output / (dims[0] / groups);
      return (output * groups + group) * length();
    }

    private int[] wholeDims() {
      int[] whole = dims.clone();
      whole[1] *= groups;
      return whole;
    }
  }
}
