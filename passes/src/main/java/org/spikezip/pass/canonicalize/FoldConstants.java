package org.spikezip.pass.canonicalize;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Evaluates what depends on constants alone.
 *
 * <pre>
 * %0 = constant {value=f32[2] [1.0, 4.0]}
 * %1 = sqrt(%0)
 * →
 * %1 = constant {value=f32[2] [1.0, 2.0]}
 * </pre>
 *
 * <p>Left alone: a dequantization, since quantize wants the integer weights behind it; results over
 * 64 MiB that are larger than their inputs; host operators of more than 4096 elements, and random
 * ones; what fails, so that it fails where a run needs it.
 */
final class FoldConstants implements Rule {
  private static final long MOST_BYTES = 64L << 20;
  private static final long MOST_HOST_BYTES = 4 * 4096;
  private static final Set<String> RANDOM = Set.of("Bernoulli", "Multinomial", "Dropout");

  private final ReferenceEvaluator evaluator;

  FoldConstants(HostOps hostOps) {
    evaluator = new ReferenceEvaluator(hostOps);
  }

  @Override
  public String name() {
    return "fold-constants";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    boolean constant = node.inputs().stream().allMatch(v -> graph.constant(v).isPresent());
    if (!constant || node.inputs().isEmpty() || !isWanted(graph, node)) {
      return Optional.empty();
    }
    List<Tensor> inputs = node.inputs().stream().map(v -> graph.constant(v).orElseThrow()).toList();
    List<Tensor> results;
    try {
      results = evaluator.evaluate(node.op(), inputs);
    } catch (SpikezipException e) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    for (int slot = 0; slot < results.size(); slot++) {
      patch.redirect(node.output(slot), patch.constant(node.name(), results.get(slot)));
    }
    return Optional.of(patch.because(""));
  }

  private static boolean isWanted(Graph graph, Node node) {
    if (node.op() instanceof Constant
        || node.op() instanceof DequantizeLinear
        || node.op() instanceof Quantizer) {
      return false;
    }
    if (!node.outputs().stream().allMatch(f -> f.shape().isFixed())) {
      return false;
    }
    long result = node.outputs().stream().mapToLong(FoldConstants::bytes).sum();
    long given = node.inputs().stream().mapToLong(v -> bytes(graph.fact(v))).sum();
    if (node.op() instanceof HostOp host) {
      boolean random = host.type().startsWith("Random") || RANDOM.contains(host.type());
      return !random && result <= MOST_HOST_BYTES && given <= MOST_HOST_BYTES;
    }
    return result <= MOST_BYTES || result <= given;
  }

  private static long bytes(Fact fact) {
    try {
      return fact.type().bytes(fact.shape().elements().size());
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE / 16;
    }
  }
}
