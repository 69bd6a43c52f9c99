package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.spikezip.api.PassContext;
import org.spikezip.api.Samples;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * Which steps choose the numbers of the quantized network. Ranges, resting codes and rounded
 * weights there always are; what is named here is done beside.
 *
 * @param names some of {@link #NAMES}
 */
record Recipe(Set<String> names) {
  /** Attention weights relative to the largest of their row ({@link SpreadProbabilities}). */
  static final String SPREAD = "spread";

  /** Thresholds shared between queries and keys ({@link BalanceScores}). */
  static final String BALANCE = "balance";

  /** Corrected biases, layer after layer ({@link RefitWeights}). */
  static final String BIAS = "bias";

  /** Weights fitted to the codes ({@link RidgeFit}), biases too. */
  static final String REFIT = "refit";

  /** Products that make up for the error of the sum they go into, biases too. */
  static final String RESIDUAL = "residual";

  /** Rounding with error feedback ({@link ErrorFeedback}), biases too. */
  static final String FEEDBACK = "feedback";

  static final List<String> NAMES = List.of(SPREAD, BALANCE, BIAS, REFIT, RESIDUAL, FEEDBACK);

  /**
   * The most levels at which {@link #SPREAD} is done by default. With more it gains nothing, and
   * attention weights that follow the largest of their row spike more.
   */
  private static final int FEW_LEVELS = 16;

  private static final String DEFAULT = "default";
  private static final String PLAIN = "plain";

  /** Bounds the memory of the values that go from layer to layer. */
  private static final int MOST_TOKENS = 12_288;

  Recipe {
    names = Set.copyOf(names);
  }

  /**
   * A recipe by its names.
   *
   * @param text {@code default} for the steps that pay at so many levels, {@code plain} for none,
   *     or names with commas
   * @throws SpikezipException USAGE if a name is unknown
   */
  static Recipe parse(String text, int levels) {
    Set<String> names = new TreeSet<>();
    if (text.equals(DEFAULT)) {
      names.addAll(NAMES);
      if (levels > FEW_LEVELS) {
        names.remove(SPREAD);
      }
      return new Recipe(names);
    }
    for (String name : text.equals(PLAIN) ? new String[0] : text.split(",")) {
      if (!NAMES.contains(name.trim())) {
        throw new SpikezipException(
            ErrorCode.USAGE,
            "--recipe: there is no step '" + name.trim() + "'",
            "give 'default', 'plain', or some of " + String.join(",", NAMES));
      }
      names.add(name.trim());
    }
    return new Recipe(names);
  }

  boolean has(String name) {
    return names.contains(name);
  }

  /**
   * The steps in their order. After the last one every site has thresholds and every product with
   * weights has integer weights.
   */
  List<Step> steps(Levels levels, WeightFormat format, Samples samples, PassContext context) {
    List<Step> steps = new ArrayList<>();
    steps.add(new SearchRanges(levels));
    if (has(BALANCE)) {
      steps.add(new BalanceScores(levels));
    }
    steps.add(new RestAtMean());
    steps.add(new KeepWeights());
    if (has(BIAS) || has(REFIT) || has(RESIDUAL) || has(FEEDBACK)) {
      Refit how = new Refit(format, has(REFIT), has(FEEDBACK), has(RESIDUAL), MOST_TOKENS);
      steps.add(new RefitWeights(how, samples, context));
    } else {
      steps.add(new RoundWeights(format));
    }
    return steps;
  }
}
