package org.spikezip.pass.canonicalize;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.rewrite.GraphPatch;

/**
 * An activation of the form p(x) + t·q(x) with t = gate(r(x)), for polynomials p, q and r, such as
 * GELU: ½x + t·½x with t = erf(x/√2).
 */
final class Activation {
  private static final int MOST_DEPTH = 5;

  private final UnaryKind gate;
  private final double[] inner;
  private final double[] plain;
  private final double[] timesGate;

  /**
   * The form of one activation; polynomials with their lowest power first.
   *
   * @param gate the function that makes t
   * @param inner r
   * @param plain p
   * @param timesGate q
   */
  Activation(UnaryKind gate, double[] inner, double[] plain, double[] timesGate) {
    this.gate = gate;
    this.inner = inner.clone();
    this.plain = plain.clone();
    this.timesGate = timesGate.clone();
  }

  /** Puts {@code fused(x)} where the whole of it is computed. */
  Optional<GraphPatch> fuse(Graph graph, Node node, UnaryKind fused) {
    boolean last =
        node.op() instanceof Binary b
            && b.kind() != BinaryKind.POW
            && node.fact().type() == ElementType.F32;
    if (!last) {
      return Optional.empty();
    }
    return find(graph, node)
        .map(
            x -> {
              GraphPatch.Builder patch = GraphPatch.on(graph);
              Value result = patch.add(node.name(), new Unary(fused), x);
              return patch.redirect(node.output(), result).because(node.name());
            });
  }

  private Optional<Value> find(Graph graph, Node node) {
    Set<Value> above = new LinkedHashSet<>();
    collect(graph, node.output(), MOST_DEPTH, above);
    for (Value t : above) {
      Optional<Value> argument = Patterns.unary(graph, t, gate);
      if (argument.isEmpty()) {
        continue;
      }
      Set<Value> candidates = new LinkedHashSet<>();
      collect(graph, argument.get(), MOST_DEPTH, candidates);
      for (Value x : candidates) {
        if (graph.fact(x).type() == ElementType.F32 && matches(graph, node.output(), x, t)) {
          return Optional.of(x);
        }
      }
    }
    return Optional.empty();
  }

  private boolean matches(Graph graph, Value whole, Value x, Value t) {
    Value argument = graph.node(t).input(0);
    return Polynomial.of(graph, argument, x, Value.ABSENT).filter(r -> r.is(inner)).isPresent()
        && Polynomial.of(graph, whole, x, t).filter(w -> w.is(plain, timesGate)).isPresent();
  }

  /** The values that this one is computed of by arithmetic, itself included, constants not. */
  private static void collect(Graph graph, Value value, int depth, Set<Value> into) {
    if (graph.constant(value).isPresent() || into.size() > 64) {
      return;
    }
    into.add(value);
    Node node = graph.node(value);
    boolean arithmetic =
        node.op() instanceof Binary
            || node.op() instanceof Cast
            || (node.op() instanceof Unary u && u.kind() == UnaryKind.NEG);
    if (arithmetic && depth > 0) {
      node.inputs().forEach(v -> collect(graph, v, depth - 1, into));
    }
  }
}
