package org.spikezip.pass.canonicalize;

import java.util.List;
import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Follows shapes through the operators of dynamically quantized models, so that what surrounds them
 * is recognized.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1:3 = host(%0) {type="DynamicQuantizeLinear", …} : u8[?,4], f32[*], u8[*]
 * →
 * %1:3 = host(%0) {type="DynamicQuantizeLinear", …} : u8[batch,4], f32[], u8[]
 * </pre>
 *
 * <p>Source: ONNX DynamicQuantizeLinear-11, MatMulInteger-10.
 */
final class RefineHostShapes implements Rule {
  @Override
  public String name() {
    return "refine-host-shapes";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof HostOp host) || !host.domain().isEmpty()) {
      return Optional.empty();
    }
    Optional<List<Fact>> refined =
        switch (host.type()) {
          case "DynamicQuantizeLinear" -> Optional.of(quantized(graph.fact(node.input(0))));
          case "MatMulInteger" ->
              Optional.of(product(graph.fact(node.input(0)), graph.fact(node.input(1))));
          default -> Optional.empty();
        };
    if (refined.isEmpty() || !improves(host.declared(), refined.get())) {
      return Optional.empty();
    }
    HostOp known = new HostOp(host.domain(), host.type(), host.opset(), host.node(), refined.get());
    GraphPatch.Builder patch = GraphPatch.on(graph);
    List<Value> outputs = patch.add(node.name(), known, node.inputs());
    for (int slot = 0; slot < outputs.size(); slot++) {
      patch.redirect(node.output(slot), outputs.get(slot));
    }
    return Optional.of(patch.because(""));
  }

  private static List<Fact> quantized(Fact x) {
    return List.of(
        Fact.of(ElementType.U8, x.shape()),
        Fact.of(ElementType.F32, Shape.of(List.of())),
        Fact.of(ElementType.U8, Shape.of(List.of())));
  }

  private static List<Fact> product(Fact a, Fact b) {
    Fact left = Fact.of(ElementType.I32, a.shape());
    Fact right = Fact.of(ElementType.I32, b.shape());
    return new MatMul().infer(List.of(left, right));
  }

  /** Whether the facts are of the same outputs and say at least as much, and more somewhere. */
  private static boolean improves(List<Fact> declared, List<Fact> refined) {
    boolean more = false;
    for (int i = 0; i < declared.size(); i++) {
      if (declared.size() != refined.size() || !declared.get(i).compatible(refined.get(i))) {
        return false;
      }
      more |= unknown(refined.get(i).shape()) < unknown(declared.get(i).shape());
    }
    return more;
  }

  private static long unknown(Shape shape) {
    return shape.known() ? shape.dims().stream().filter(d -> d.isUnknown()).count() : 99;
  }
}
