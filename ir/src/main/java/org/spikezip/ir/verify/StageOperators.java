package org.spikezip.ir.verify;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Stage;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Synapse;

/**
 * Operators on codes come with the quantize pass, neurons with the spike pass, which leaves no
 * quantizer.
 */
final class StageOperators implements Checker {
  private static final List<Class<? extends Op>> ON_CODES =
      List.of(Quantizer.class, Neuron.class, Synapse.class, Bilinear.class, Decode.class);

  private static final Map<Stage, List<Class<? extends Op>>> FORBIDDEN =
      Map.of(
          Stage.IMPORTED,
          ON_CODES,
          Stage.CANONICAL,
          ON_CODES,
          Stage.QUANTIZED,
          List.of(Neuron.class),
          Stage.SPIKING,
          List.of(Quantizer.class));

  @Override
  public void check(Graph graph, Problems problems) {
    List<Class<? extends Op>> forbidden = FORBIDDEN.get(graph.stage());
    String stage = graph.stage().name().toLowerCase(Locale.ROOT);
    for (Node node : graph.nodes()) {
      if (forbidden.contains(node.op().getClass())) {
        problems.add(node, "expected no " + node.op().name() + " in a graph at stage " + stage);
      }
    }
  }
}
