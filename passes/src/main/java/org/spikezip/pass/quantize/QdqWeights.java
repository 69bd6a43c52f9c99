package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.RouteMap;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.DequantizeLinear;

/**
 * The integers behind weights that a model keeps quantized: a dequantize_linear of constants with a
 * scale per tensor or per channel, and what moves its elements before the product.
 */
final class QdqWeights {
  private final Graph graph;
  private final Constants constants;

  QdqWeights(Graph graph, Constants constants) {
    this.graph = graph;
    this.constants = constants;
  }

  /** A dequantization of constants, and for each element of the value the one it comes from. */
  private record Origin(Node dequantize, Tensor source) {}

  /** Whether the value is made of dequantized constants. */
  boolean is(Value value) {
    Node node = graph.node(value);
    return node.op() instanceof DequantizeLinear
        ? constants.is(node.input(0))
        : isMove(node) && is(node.input(0));
  }

  /**
   * The weights {@code [K,N]} of a product.
   *
   * @param theta what a unit of the codes is worth
   * @return empty if the value is no such matrix, or has not one scale a column
   */
  Optional<IntegerWeights> of(Value value, float theta) {
    return origin(value).flatMap(origin -> weights(origin, theta));
  }

  private boolean isMove(Node node) {
    return RouteMap.isRoute(node.op())
        && RouteMap.movedInputs(node.op(), node.inputs().size()) == 1
        && node.inputs().stream().skip(1).allMatch(constants::is);
  }

  private Optional<Origin> origin(Value value) {
    Node node = graph.node(value);
    if (node.op() instanceof DequantizeLinear) {
      return constants
          .of(node.input(0))
          .map(q -> new Origin(node, Tensor.of(IntStream.range(0, q.size()).toArray(), q.dims())));
    }
    return isMove(node)
        ? origin(node.input(0)).flatMap(o -> moved(node, value, o))
        : Optional.empty();
  }

  private Optional<Origin> moved(Node node, Value value, Origin origin) {
    Optional<int[]> dims = graph.fact(value).shape().sizes();
    if (dims.isEmpty()) {
      return Optional.empty();
    }
    List<int[]> inputDims = new ArrayList<>();
    List<Tensor> inputs = new ArrayList<>();
    inputDims.add(origin.source().dims());
    inputs.add(HostOps.ABSENT);
    for (Value input : node.inputs().subList(1, node.inputs().size())) {
      Tensor tensor = constants.of(input).orElse(HostOps.ABSENT);
      inputDims.add(tensor.dims());
      inputs.add(tensor);
    }
    int[] from = RouteMap.of(node.op(), inputDims, inputs).get(value.slot());
    if (Arrays.stream(from).anyMatch(i -> i < 0)) {
      return Optional.empty();
    }
    int[] before = origin.source().ints();
    int[] source = Arrays.stream(from).map(i -> before[i]).toArray();
    return Optional.of(new Origin(origin.dequantize(), Tensor.of(source, dims.get())));
  }

  private Optional<IntegerWeights> weights(Origin origin, float theta) {
    Node node = origin.dequantize();
    int[] dims = origin.source().dims();
    Optional<Tensor> scale = constants.of(node.input(1));
    boolean matrix = dims.length == 2 && ((DequantizeLinear) node.op()).blockSize() == 0;
    if (!matrix || scale.isEmpty() || scale.get().type() != ElementType.F32) {
      return Optional.empty();
    }
    Tensor integers = constants.of(node.input(0)).orElseThrow();
    int[] q = integers.ints();
    int[] zero = node.hasInput(2) ? constants.of(node.input(2)).orElseThrow().ints() : new int[1];
    float[] scales = scale.get().floats();
    Channels channels = Channels.of(integers, ((DequantizeLinear) node.op()).axis());
    float[] columns = new float[dims[1]];
    int[] source = origin.source().ints();
    long[] weights = new long[source.length];
    for (int i = 0; i < weights.length; i++) {
      int at = source[i];
      int channel = channels.of(at);
      float one = scales[scales.length == 1 ? 0 : channel];
      if (i >= dims[1] && one != columns[i % dims[1]]) {
        return Optional.empty();
      }
      columns[i % dims[1]] = one;
      weights[i] = (long) q[at] - zero[zero.length == 1 ? 0 : channel];
    }
    for (int j = 0; j < columns.length; j++) {
      columns[j] *= theta;
    }
    return Optional.of(
        new IntegerWeights(
            Tensor.ofLongs(narrowest(weights), weights, dims), Tensor.of(columns, dims[1])));
  }

  /** Which channel an element of a tensor belongs to. */
  private record Channels(int count, int stride) {
    static Channels of(Tensor tensor, int axis) {
      if (tensor.rank() == 0) {
        return new Channels(1, 1);
      }
      int front = axis < 0 ? axis + tensor.rank() : axis;
      int stride = 1;
      for (int i = front + 1; i < tensor.rank(); i++) {
        stride *= tensor.dim(i);
      }
      return new Channels(front < tensor.rank() ? tensor.dim(front) : 1, stride);
    }

    int of(int element) {
      return element / stride % count;
    }
  }

  /** The narrowest type that holds them. */
  static ElementType narrowest(long[] values) {
    long most = 0;
    for (long value : values) {
      // One's complement of the negative ones, so that −128 fits into as many bits as 127.
      most = Math.max(most, value < 0 ? ~value : value);
    }
    return most <= Byte.MAX_VALUE
        ? ElementType.I8
        : most <= Short.MAX_VALUE ? ElementType.I16 : ElementType.I32;
  }
}
