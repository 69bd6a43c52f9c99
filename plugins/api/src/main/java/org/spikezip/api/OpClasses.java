package org.spikezip.api;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.OpClass;
import org.spikezip.ir.op.Quantizer;

/**
 * Which class each node of a graph has: its operator's own, unless it depends on no neuron or only
 * scales.
 */
public final class OpClasses {
  private final List<OpClass> classes;

  private OpClasses(List<OpClass> classes) {
    this.classes = List.copyOf(classes);
  }

  /** The classes of a graph of any stage; before QUANTIZED everything is static. */
  public static OpClasses of(Graph graph) {
    List<OpClass> classes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      classes.add(classify(node, classes));
    }
    return new OpClasses(classes);
  }

  private static OpClass classify(Node node, List<OpClass> earlier) {
    boolean spikes = node.op() instanceof Neuron || node.op() instanceof Quantizer;
    if (!spikes && node.inputs().stream().allMatch(v -> isStatic(v, earlier))) {
      return OpClass.STATIC;
    }
    boolean scales =
        node.op() instanceof Binary b
            && ((b.kind() == BinaryKind.MUL
                    && node.inputs().stream().anyMatch(v -> isStatic(v, earlier)))
                || (b.kind() == BinaryKind.DIV && isStatic(node.input(1), earlier)));
    return scales ? OpClass.SUM : node.op().opClass();
  }

  private static boolean isStatic(Value value, List<OpClass> earlier) {
    return value.isAbsent() || earlier.get(value.node()) == OpClass.STATIC;
  }

  public OpClass of(Node node) {
    return classes.get(node.id());
  }
}
