package org.spikezip.pass.canonicalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.api.HostOps;
import org.spikezip.api.Pass;
import org.spikezip.api.PassContext;
import org.spikezip.api.PassResult;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Stage;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rewriter;
import org.spikezip.ir.rewrite.Rule;

/**
 * Rewrites an imported graph into the canonical one. Reads the option {@code shape}, such as {@code
 * input_ids=2x128,attention_mask=2x128}; without it, open dimensions stay open.
 *
 * <p>Its counts are how often each rule fired.
 */
public final class CanonicalizePass implements Pass {
  private static final String MERGED = "common-subexpressions";

  @Override
  public String id() {
    return "canonicalize";
  }

  @Override
  public String description() {
    return "folds constants, binds shapes, undoes what exporters took apart";
  }

  @Override
  public Stage from() {
    return Stage.IMPORTED;
  }

  @Override
  public Stage to() {
    return Stage.CANONICAL;
  }

  /** The rules, in the order in which they are tried at a node. */
  static List<Rule> rules(HostOps hostOps) {
    return List.of(
        new FoldShapes(),
        new FoldConstants(hostOps),
        new FoldWhere(),
        new RefineHostShapes(),
        new NeutralOperand(),
        new DropCast(),
        new DropConcat(),
        new DropDropout(),
        new DropExpand(),
        new DropExpandedFactor(),
        new DropPad(),
        new DropReshape(),
        new DropSlice(),
        new DropSplit(),
        new SplitToSlices(),
        new DropTranspose(),
        new CancelSqueeze(),
        new MergeTransposes(),
        new MergeUnsqueezes(),
        new UnflattenTranspose(),
        new UnflattenLinear(),
        new UnflattenBatches(),
        new RegroupBeforeGather(),
        new MergeReshapes(),
        new ConstantReshape(),
        new KeepReducedDims(),
        new SumToMean(),
        new FuseLayerNorm(),
        new FuseRmsNorm(),
        new AbsorbScale(),
        new AbsorbBias(),
        new FuseGelu(),
        new FuseGeluTanh(),
        new FuseSilu(),
        new FuseSoftmax(),
        new MaskedRowGuard(),
        new DropNanGuard(),
        new UngroupConv(),
        new LowerConv(),
        new ConstantOperandRight(),
        new SqueezeWeights(),
        new ConstantToTheRight(),
        new TransposeDequantized(),
        new ReshapeDequantized());
  }

  @Override
  public PassResult run(Graph graph, PassContext context) {
    Graph bound =
        context.options().text("shape").map(text -> BindShapes.bind(graph, text)).orElse(graph);
    // An empty patch drops what no result needs and infers all facts anew.
    Graph current = new GraphPatch(List.of(), Map.of(), "").apply(bound);
    Rewriter rewriter = new Rewriter(rules(context.hostOps()));
    SortedMap<String, Integer> counts = new TreeMap<>();
    List<String> reasons = new ArrayList<>();
    boolean changed = true;
    while (changed) {
      Optional<GraphPatch> merged = CommonSubexpressions.find(current);
      if (merged.isPresent()) {
        counts.merge(MERGED, merged.get().redirects().size(), Integer::sum);
        current = merged.get().apply(current);
      }
      Rewriter.Result result = rewriter.run(current);
      result.fired().forEach((rule, times) -> counts.merge(rule, times, Integer::sum));
      reasons.addAll(result.reasons());
      changed = !result.fired().isEmpty();
      current = result.graph();
    }
    return new PassResult(current.withStage(Stage.CANONICAL), counts, Notes.of(current, reasons));
  }
}
