package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.spikezip.api.PassContext;
import org.spikezip.api.Samples;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.rewrite.Rule;

/**
 * Which steps choose the numbers of the quantized network. Ranges, resting codes and rounded
 * weights there always are; what is named here is done beside.
 *
 * @param names some of {@link #NAMES}
 * @param ranges by what ranges are chosen
 * @param split how many neurons {@link #SPLIT} adds, as a share of the channels
 */
record Recipe(Set<String> names, RangeRule ranges, double split) {
  /** Attention weights relative to the largest of their row ({@link SpreadProbabilities}). */
  static final String SPREAD = "spread";

  /** Two quantizers for attention weights ({@link TwinProbabilities}). */
  static final String TWIN = "twin";

  /** Channels of the same magnitude, where they share a threshold ({@link EqualizeChannels}). */
  static final String EQUALIZE = "equalize";

  /**
   * Ranges of attention weights and values by the error of their product ({@link ErrorWeights}).
   */
  static final String WEIGH = "weigh";

  /** Thresholds shared between queries and keys ({@link BalanceScores}). */
  static final String BALANCE = "balance";

  /** Several neurons for channels whose error costs most ({@link SplitChannels}). */
  static final String SPLIT = "split";

  /** Corrected biases, layer after layer ({@link RefitWeights}). */
  static final String BIAS = "bias";

  /** Weights fitted to the codes ({@link RidgeFit}), biases too. */
  static final String REFIT = "refit";

  /** Products that make up for the error of the sum they go into, biases too. */
  static final String RESIDUAL = "residual";

  /** Rounding with error feedback ({@link ErrorFeedback}), biases too. */
  static final String FEEDBACK = "feedback";

  static final List<String> NAMES =
      List.of(SPREAD, TWIN, EQUALIZE, WEIGH, BALANCE, SPLIT, BIAS, REFIT, RESIDUAL, FEEDBACK);

  /** The percentage of neurons that {@link #SPLIT} adds unless it is said. */
  private static final String USUAL_SPLIT = "25";

  /**
   * The most levels at which {@link #SPREAD} is done by default. With more it gains nothing, and
   * attention weights that follow the largest of their row spike more.
   */
  private static final int FEW_LEVELS = 16;

  /** The most levels at which {@link #TWIN} and {@link #SPLIT} add neurons by default. */
  private static final int MANY_LEVELS = 64;

  private static final String DEFAULT = "default";
  private static final String LEAN = "lean";
  private static final String PLAIN = "plain";
  private static final String KL = "kl";
  private static final String PERCENTILE = "percentile:";
  private static final String SPLIT_BY = "split:";

  /** Bounds the memory of the values that go from layer to layer. */
  private static final int MOST_TOKENS = 12_288;

  Recipe {
    names = Set.copyOf(names);
  }

  /**
   * A recipe by its names.
   *
   * @param text names with commas; {@code default} stands for the steps that pay at so many levels,
   *     {@code lean} for those of them that add no neurons, {@code plain} for none, {@code kl} and
   *     {@code percentile:P} say how ranges are chosen, {@code split:P} how many percent of neurons
   *     splitting adds
   * @throws SpikezipException USAGE if a name is unknown
   */
  static Recipe parse(String text, int levels) {
    Set<String> names = new TreeSet<>();
    RangeRule ranges = RangeRule.ERROR;
    double split = split(USUAL_SPLIT);
    for (String word : text.split(",", -1)) {
      String name = word.trim();
      if (name.equals(DEFAULT)) {
        names.addAll(usual(levels));
      } else if (name.equals(LEAN)) {
        names.addAll(lean(levels));
      } else if (name.equals(KL)) {
        ranges = RangeRule.divergence();
      } else if (name.startsWith(PERCENTILE)) {
        ranges = RangeRule.percentile(name.substring(PERCENTILE.length()));
      } else if (name.startsWith(SPLIT_BY)) {
        names.add(SPLIT);
        split = split(name.substring(SPLIT_BY.length()));
      } else if (NAMES.contains(name)) {
        names.add(name);
      } else if (!name.equals(PLAIN)) {
        throw new SpikezipException(
            ErrorCode.USAGE,
            "--recipe: there is no step '" + name + "'",
            "give 'default', 'lean', 'plain', or some of "
                + String.join(",", NAMES)
                + "; 'kl' or 'percentile:99.9' beside choose ranges otherwise, 'split:5' splits"
                + " less");
      }
    }
    return new Recipe(names, ranges, split);
  }

  private static double split(String percent) {
    int most = SplitChannels.MOST_NEURONS - 1;
    double share = share(percent);
    if (share >= 0 && share <= most) {
      return share;
    }
    throw new SpikezipException(
        ErrorCode.USAGE,
        "--recipe: split takes a percentage from 0 to " + most * 100 + ", found '" + percent + "'",
        "such as split:" + USUAL_SPLIT);
  }

  /** A percentage as a share; not a number, which is in no range, where the text is none. */
  static double share(String percent) {
    try {
      return Double.parseDouble(percent) / 100;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static Set<String> usual(int levels) {
    Set<String> names = lean(levels);
    if (levels <= MANY_LEVELS) {
      names.addAll(Set.of(TWIN, SPLIT));
    }
    return names;
  }

  private static Set<String> lean(int levels) {
    Set<String> names = new TreeSet<>(NAMES);
    names.removeAll(Set.of(WEIGH, TWIN, SPLIT));
    if (levels > FEW_LEVELS) {
      names.remove(SPREAD);
    }
    return names;
  }

  boolean has(String name) {
    return names.contains(name);
  }

  /** What is done to the graph of floats, one after the other. */
  List<Rule> rewrites() {
    List<Rule> rewrites = new ArrayList<>();
    if (has(SPREAD)) {
      rewrites.add(new SpreadProbabilities());
    }
    if (has(TWIN)) {
      rewrites.add(new TwinProbabilities());
    }
    return rewrites;
  }

  /**
   * The steps in their order. After the last one every site has thresholds and every product with
   * weights has integer weights.
   */
  List<Step> steps(Levels levels, WeightFormat format, Samples samples, PassContext context) {
    List<Step> steps = new ArrayList<>();
    steps.add(new SearchRanges(levels, ranges, has(WEIGH)));
    if (has(BALANCE)) {
      steps.add(new BalanceScores(levels));
    }
    if (has(SPLIT)) {
      steps.add(new SplitChannels(levels, ranges, split));
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
