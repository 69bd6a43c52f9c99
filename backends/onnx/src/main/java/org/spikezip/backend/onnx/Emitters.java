package org.spikezip.backend.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Patches;

/** Emitters by operator. */
final class Emitters {
  private final Map<Class<? extends Op>, Emitter<Op>> emitters = new HashMap<>();

  /** Floats as the runtime computes them; codes have no form. */
  static final Emitters FLOAT = floats();

  private Emitters() {}

  /** Registers the emitter of one class of operators. */
  <O extends Op> void put(Class<O> type, Emitter<O> emitter) {
    emitters.put(type, (node, op, out) -> emitter.emit(node, type.cast(op), out));
  }

  /** As a network in time: neurons are written like this. */
  static Emitters spiking(Emitter<Neuron> neuron) {
    return exact(neuron, false);
  }

  /** As a quantized network. */
  static Emitters quantized() {
    return exact(Quantizers::qdq, true);
  }

  /** Floats as the specification says, bit by bit where ONNX can; codes as floats. */
  private static Emitters exact(Emitter<Neuron> neuron, boolean quantized) {
    Emitters all = floats();
    ExactFunctions.register(all);
    ExactRows.register(all);
    CodeEmitters.register(all, quantized);
    all.put(Neuron.class, neuron);
    return all;
  }

  void emit(Node node, OnnxGraph out) {
    emitters.get(node.op().getClass()).emit(node, node.op(), out);
  }

  /** Why this node cannot be written; empty if it can. */
  Optional<String> problem(Graph graph, Node node) {
    if (!emitters.containsKey(node.op().getClass())) {
      return Optional.of("has no form in ONNX");
    }
    boolean open =
        node.op() instanceof Patches
            && !(graph.fact(node.input(0)).shape().known()
                && graph.fact(node.input(0)).shape().dim(1).isFixed());
    return open ? Optional.of("needs a known number of channels") : Optional.empty();
  }

  private static Emitters floats() {
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
