package org.spikezip.backend.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Patches;

/** All emitters, by operator. */
final class Emitters {
  private final Map<Class<? extends Op>, Emitter<Op>> emitters = new HashMap<>();

  private static final Emitters ALL = all();

  private Emitters() {}

  /** Registers the emitter of one class of operators. */
  <O extends Op> void put(Class<O> type, Emitter<O> emitter) {
    emitters.put(type, (node, op, out) -> emitter.emit(node, type.cast(op), out));
  }

  static void emit(Node node, OnnxGraph out) {
    ALL.emitters.get(node.op().getClass()).emit(node, node.op(), out);
  }

  /** Why this node cannot be written; empty if it can. */
  static Optional<String> problem(Graph graph, Node node) {
    if (!ALL.emitters.containsKey(node.op().getClass())) {
      return Optional.of("has no form in ONNX");
    }
    boolean open =
        node.op() instanceof Patches
            && !(graph.fact(node.input(0)).shape().known()
                && graph.fact(node.input(0)).shape().dim(1).isFixed());
    return open ? Optional.of("needs a known number of channels") : Optional.empty();
  }

  private static Emitters all() {
    Emitters all = new Emitters();
    all.put(Input.class, (node, op, out) -> out.input(node));
    all.put(
        Constant.class, (node, op, out) -> out.initializer(out.name(node.output()), op.value()));
    all.put(HostOp.class, HostEmitter::emit);
    FunctionEmitters.register(all);
    ShapeEmitters.register(all);
    LinearEmitters.register(all);
    return all;
  }
}
