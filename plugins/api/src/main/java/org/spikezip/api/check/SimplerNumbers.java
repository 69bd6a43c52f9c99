package org.spikezip.api.check;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Constant;

/** Makes numbers 0, 1 or short: those of inputs, weights, scales, biases and thresholds. */
final class SimplerNumbers implements Reduction {
  private static final float[] GRIDS = {1, 16, 256};

  @Override
  public Stream<Trial> candidates(Trial trial) {
    Stream<Trial> inputs =
        trial.inputs().entrySet().stream()
            .flatMap(e -> simpler(e.getValue()).map(t -> trial.withInput(e.getKey(), t)));
    Graph graph = trial.graph();
    Stream<Trial> constants =
        graph.nodesOf(Constant.class).stream()
            .flatMap(n -> simpler(((Constant) n.op()).value()).map(t -> with(graph, n, t)))
            .flatMap(Optional::stream)
            .map(trial::with);
    return Stream.concat(inputs, constants);
  }

  private static Optional<Graph> with(Graph graph, Node constant, Tensor value) {
    return new GraphCut(graph).replace(constant, value).build();
  }

  private static Stream<Tensor> simpler(Tensor tensor) {
    if (tensor.type() == ElementType.F32) {
      return Stream.concat(zeroed(tensor), rounded(tensor));
    }
    return tensor.type() == ElementType.I8 || tensor.type() == ElementType.I16
        ? zeroed(tensor)
        : Stream.empty();
  }

  /** All elements 0, then one half of those that are not, then each alone. */
  private static Stream<Tensor> zeroed(Tensor tensor) {
    int[] left = nonZero(tensor);
    int n = left.length;
    Stream<int[]> ranges =
        Stream.concat(
            Stream.of(new int[] {0, n}, new int[] {0, n / 2}, new int[] {n / 2, n}),
            n <= 16 ? IntStream.range(0, n).mapToObj(i -> new int[] {i, i + 1}) : Stream.empty());
    return ranges
        .filter(r -> r[1] > r[0])
        .map(r -> without(tensor, IntStream.range(r[0], r[1]).map(i -> left[i]).toArray()));
  }

  private static int[] nonZero(Tensor tensor) {
    if (tensor.type().isFloat()) {
      float[] values = tensor.floats();
      return IntStream.range(0, values.length).filter(i -> values[i] != 0).toArray();
    }
    long[] values = tensor.longs();
    return IntStream.range(0, values.length).filter(i -> values[i] != 0).toArray();
  }

  private static Tensor without(Tensor tensor, int[] zeros) {
    if (tensor.type().isFloat()) {
      float[] values = tensor.floats();
      IntStream.of(zeros).forEach(i -> values[i] = 0);
      return Tensor.of(values, tensor.dims());
    }
    long[] values = tensor.longs();
    IntStream.of(zeros).forEach(i -> values[i] = 0);
    return Tensor.ofLongs(tensor.type(), values, tensor.dims());
  }

  private static Stream<Tensor> rounded(Tensor tensor) {
    return IntStream.range(0, GRIDS.length)
        .mapToObj(g -> onGrid(tensor, GRIDS[g]))
        .takeWhile(t -> !t.equals(tensor));
  }

  private static Tensor onGrid(Tensor tensor, float grid) {
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.rint(values[i] * grid) / grid;
    }
    return Tensor.of(values, tensor.dims());
  }
}
