package org.spikezip.pass.canonicalize;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Patches;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Makes a matrix product of a convolution with constant weights and one group, so that spikes meet
 * weight rows.
 *
 * <pre>
 * %0 "x" = input : f32[N,3,28,28]
 * %3 = conv(%0, %1, %2) {…} : f32[N,8,4,4]      // weights [8,3,7,7]
 * →
 * %4 = patches(%0) {kernel=[7, 7], …} : f32[N,16,147]
 * %5 = reshape(%1, [8, 147]); %6 = transpose(%5) {perm=[1, 0]}
 * %7 = matmul(%4, %6) : f32[N,16,8]
 * %8 = add(%7, %2)
 * %9 = transpose(%8) {perm=[0, 2, 1]}
 * %3 = reshape(%9, [0, 8, 4, 4]) : f32[N,8,4,4]
 * </pre>
 *
 * <p>Not where two or more spatial sizes of the output are open: the reshape back could not say
 * them.
 */
final class LowerConv implements Rule {
  @Override
  public String name() {
    return "lower-conv";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Conv conv)
        || conv.group() != 1
        || !Patterns.isWeights(graph, node.input(1))) {
      return Optional.empty();
    }
    Optional<int[]> weights = graph.fact(node.input(1)).shape().sizes();
    Shape out = node.fact().shape();
    if (weights.isEmpty() || !out.known() || open(out) > 1) {
      return Optional.empty();
    }
    int[] w = weights.get();
    String name = node.name();
    GraphPatch.Builder patch = GraphPatch.on(graph);
    List<Integer> kernel = IntStream.range(2, w.length).mapToObj(i -> w[i]).toList();
    Value rows =
        patch.add(
            name + ".patches",
            new Patches(kernel, conv.strides(), conv.pads(), conv.dilations()),
            node.input(0));
    Value flat = patch.constant(name + ".weights.shape", vector(w[0], -1));
    Value matrix = patch.add(name + ".weights.rows", new Reshape(false), node.input(1), flat);
    Value turned = patch.add(name + ".weights", new Transpose(List.of(1, 0)), matrix);
    Value sum = patch.add(name + ".product", new MatMul(), rows, turned);
    if (node.hasInput(2)) {
      sum = patch.add(name + ".biased", new Binary(BinaryKind.ADD), sum, node.input(2));
    }
    Value channels = patch.add(name + ".channels", new Transpose(List.of(0, 2, 1)), sum);
    Value shape = patch.constant(name + ".shape", target(out));
    Value back = patch.add(name, new Reshape(false), channels, shape);
    return Optional.of(patch.redirect(node.output(), back).because(name));
  }

  private static long open(Shape out) {
    return spatial(out).filter(d -> !d.isFixed()).count();
  }

  private static Stream<Dim> spatial(Shape out) {
    return out.dims().subList(2, out.rank()).stream();
  }

  private static Tensor target(Shape out) {
    long channels = out.dim(1).size();
    return vector(
        Stream.concat(Stream.of(0L, channels), spatial(out).map(d -> d.isFixed() ? d.size() : -1L))
            .mapToLong(Long::longValue)
            .toArray());
  }

  private static Tensor vector(long... elements) {
    return Tensor.of(elements, elements.length);
  }
}
