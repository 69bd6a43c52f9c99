package org.spikezip.pass.canonicalize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spikezip.api.InputShape;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Op;

/**
 * Gives inputs fixed shapes, as {@code --shape name=2x128,other=1x64} asks. A symbol that gets a
 * size gets it everywhere, so naming one of several inputs of the same shape is enough; {@code ?}
 * leaves a dimension open.
 */
final class BindShapes {
  private final Graph graph;
  private final Map<String, List<Dim>> wanted = new TreeMap<>();
  private final Map<String, Long> sizes = new HashMap<>();

  private BindShapes(Graph graph) {
    this.graph = graph;
  }

  /**
   * The graph with these shapes.
   *
   * @throws SpikezipException USAGE if the text names no input, or a shape that does not fit
   */
  static Graph bind(Graph graph, String text) {
    BindShapes bind = new BindShapes(graph);
    InputShape.parse(text).forEach(bind::read);
    return bind.rebuild();
  }

  private void read(InputShape part) {
    String name = part.name();
    List<Dim> dims = part.dims();
    Node input =
        graph.inputNodes().stream()
            .filter(n -> n.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    usage(
                        "names no input of the model: '"
                            + name
                            + "'; it has "
                            + graph.inputNodes().stream().map(Node::name).toList()));
    Shape shape = input.fact().shape();
    boolean type = part.type().map(t -> t == input.fact().type()).orElse(true);
    if (!type || !shape.compatible(Shape.of(dims))) {
      throw usage("does not fit input '" + name + "': " + part + " for " + input.fact());
    }
    wanted.put(name, dims);
    for (int i = 0; i < dims.size() && shape.known(); i++) {
      bindSymbol(shape.dim(i), dims.get(i));
    }
  }

  private void bindSymbol(Dim from, Dim to) {
    if (from.isFixed() || from.isUnknown() || !to.isFixed()) {
      return;
    }
    Long before = sizes.put(from.symbol(), to.size());
    if (before != null && before != to.size()) {
      throw usage("gives '" + from + "' two sizes, " + before + " and " + to);
    }
  }

  private Graph rebuild() {
    GraphBuilder builder = new GraphBuilder(graph.name());
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Input input) {
        builder.input(node.name(), bound(node.name(), input.fact()));
      } else {
        builder.add(node.name(), bound(node.op()), node.inputs());
      }
    }
    for (GraphOutput output : graph.outputs()) {
      builder.output(output.name(), output.value());
    }
    builder.metadata(graph.metadata());
    return builder.build(graph.stage());
  }

  private Fact bound(String name, Fact fact) {
    List<Dim> dims = wanted.getOrDefault(name, List.of());
    if (!fact.shape().known()) {
      return wanted.containsKey(name) ? fact.withShape(Shape.of(dims)) : fact;
    }
    List<Dim> sized = new ArrayList<>();
    for (int i = 0; i < fact.shape().rank(); i++) {
      Dim old = fact.shape().dim(i);
      boolean given = wanted.containsKey(name) && dims.get(i).isFixed();
      sized.add(given ? dims.get(i) : sized(old));
    }
    return fact.withShape(Shape.of(sized));
  }

  private Dim sized(Dim dim) {
    Long size = dim.isFixed() ? null : sizes.get(dim.symbol());
    return size == null ? dim : Dim.of(size);
  }

  private Op bound(Op op) {
    return op instanceof HostOp host
        ? new HostOp(
            host.domain(),
            host.type(),
            host.opset(),
            host.node(),
            host.declared().stream().map(f -> bound("", f)).toList())
        : op;
  }

  private static SpikezipException usage(String message) {
    return new SpikezipException(
        ErrorCode.USAGE, "--shape " + message, "inspect prints the inputs and their shapes");
  }
}
