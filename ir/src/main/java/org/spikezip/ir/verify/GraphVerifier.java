package org.spikezip.ir.verify;

import java.util.List;
import java.util.Locale;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;

/** Checks a graph against the rules of its stage. */
public final class GraphVerifier {
  /** Each row relies on the rows before it. */
  private static final List<List<Checker>> ROWS =
      List.of(
          List.of(new NodeOrder(), new GraphEnds()),
          List.of(new RecordedFacts(), new StageOperators()),
          List.of(new NeuronParameters(), new NeuronDepth(), new ProductParameters()));

  private GraphVerifier() {}

  /**
   * Does nothing if all rules hold.
   *
   * @throws SpikezipException with code MALFORMED that lists up to 20 broken rules: node, what was
   *     expected, what was found
   */
  public static void verify(Graph graph) {
    ROWS.forEach(checkers -> run(graph, checkers));
  }

  private static void run(Graph graph, List<Checker> checkers) {
    Problems problems = new Problems();
    checkers.forEach(checker -> checker.check(graph, problems));
    if (!problems.isEmpty()) {
      String stage = graph.stage().name().toLowerCase(Locale.ROOT);
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "graph \"" + graph.name() + "\" (" + stage + ") breaks rules:" + problems.text());
    }
  }
}
