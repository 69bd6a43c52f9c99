package org.spikezip.api.check;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Input;

/**
 * Takes one size, such as the width of the network, and makes it smaller wherever an input or a
 * constant has an axis of it, or a constant shape names it.
 */
final class ShortenAxes implements Reduction {
  @Override
  public Stream<Trial> candidates(Trial trial) {
    Set<Integer> sizes = new TreeSet<>();
    trial.inputs().values().forEach(t -> Arrays.stream(t.dims()).forEach(sizes::add));
    trial.graph().nodesOf(Constant.class).stream()
        .map(n -> ((Constant) n.op()).value())
        .forEach(t -> Arrays.stream(t.dims()).forEach(sizes::add));
    return sizes.stream()
        .filter(size -> size > 1)
        .flatMap(
            size ->
                IntStream.of(1, size / 2, size - 1)
                    .distinct()
                    .mapToObj(to -> shorter(trial, size, to)))
        .flatMap(Optional::stream);
  }

  private static Optional<Trial> shorter(Trial trial, int from, int to) {
    Map<String, Tensor> inputs = new LinkedHashMap<>(trial.inputs());
    inputs.replaceAll((name, tensor) -> shorter(tensor, from, to));
    Graph graph = trial.graph();
    GraphCut cut = new GraphCut(graph);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Constant constant) {
        Tensor value = shorter(constant.value(), from, to);
        cut.replace(node, isShape(value) ? named(value, from, to) : value);
      } else if (node.op() instanceof Input) {
        Tensor value = inputs.get(node.name());
        cut.replace(node, node.name(), new Input(Fact.of(value.type(), Shape.of(value.dims()))));
      }
    }
    return cut.build().map(g -> new Trial(g, inputs, trial.options()));
  }

  private static boolean isShape(Tensor tensor) {
    return tensor.type() == ElementType.I64 && tensor.rank() == 1;
  }

  private static Tensor named(Tensor shape, int from, int to) {
    long[] sizes = shape.longs();
    Arrays.setAll(sizes, i -> sizes[i] == from ? to : sizes[i]);
    return Tensor.of(sizes, shape.dims());
  }

  /** The first elements of every axis of this size. */
  private static Tensor shorter(Tensor tensor, int from, int to) {
    int[] dims = tensor.dims();
    int[] kept = Arrays.stream(dims).map(d -> d == from ? to : d).toArray();
    int count = Arrays.stream(kept).reduce(1, (a, b) -> a * b);
    int[] source = new int[count];
    for (int i = 0; i < count; i++) {
      int rest = i;
      int stride = 1;
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        source[i] += rest % kept[axis] * stride;
        rest /= kept[axis];
        stride *= dims[axis];
      }
    }
    if (tensor.type().isFloat()) {
      float[] all = tensor.floats();
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = all[source[i]];
      }
      return Tensor.ofFloats(tensor.type(), values, kept);
    }
    long[] all = tensor.longs();
    return Tensor.ofLongs(
        tensor.type(), Arrays.stream(source).mapToLong(s -> all[s]).toArray(), kept);
  }
}
