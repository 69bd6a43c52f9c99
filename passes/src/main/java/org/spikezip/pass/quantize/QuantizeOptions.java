package org.spikezip.pass.quantize;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.spikezip.api.Options;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * What the user asked of {@link QuantizePass}.
 *
 * @param levels codes a quantizer, if given as a number
 * @param auto whether to find the levels that keep the target
 * @param weights how weights are kept, if given
 * @param perChannel whether thresholds may differ within a tensor
 * @param complete whether to calibrate also what a quantized model leaves float
 * @param strict whether results of products with weights are quantized too
 * @param recipe which steps choose the numbers
 * @param target the share of answers, or the cosine, to keep
 * @param statistics the file that keeps what calibration found, if given
 */
record QuantizeOptions(
    Optional<Integer> levels,
    boolean auto,
    Optional<WeightFormat> weights,
    boolean perChannel,
    boolean complete,
    boolean strict,
    Recipe recipe,
    double target,
    Optional<Path> statistics) {
  private static final String LEVELS = "levels";
  private static final String AUTO = "auto";
  private static final int USUAL_LEVELS = 32;
  private static final int KEPT_LEVELS = 256;
  private static final double USUAL_TARGET = 0.98;

  static QuantizeOptions of(Options options) {
    boolean auto = options.text(LEVELS).filter(AUTO::equals).isPresent();
    Optional<Integer> levels =
        auto || options.text(LEVELS).isEmpty()
            ? Optional.empty()
            : Optional.of(options.integer(LEVELS, USUAL_LEVELS, 2, Levels.MOST));
    return new QuantizeOptions(
        levels,
        auto,
        options.text("weights").map(text -> format(options)),
        options.choice("granularity", "channel", List.of("channel", "tensor")).equals("channel"),
        options.flag("complete", false),
        options.flag("strict", false),
        Recipe.parse(options.text("recipe").orElse("default"), first(auto, levels)),
        target(options.text("target")),
        options.text("statistics").map(Path::of));
  }

  private static WeightFormat format(Options options) {
    return WeightFormat.ofSymbol(
        options.choice("weights", "int8", List.of("int4", "int8", "int16", "float")));
  }

  private static double target(Optional<String> text) {
    try {
      double target = Double.parseDouble(text.orElse(Double.toString(USUAL_TARGET)));
      if (target > 0 && target <= 1) {
        return target;
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers out of range.
    }
    throw new SpikezipException(
        ErrorCode.USAGE,
        "--target must be a number above 0 and up to 1, found '" + text.orElse("") + "'",
        "0.98 asks for 98 of 100 answers of the float model");
  }

  WeightFormat format() {
    return weights.orElse(WeightFormat.INT8);
  }

  /** Levels to begin with. */
  int firstLevels() {
    return first(auto, levels);
  }

  private static int first(boolean auto, Optional<Integer> levels) {
    return auto ? LevelSearch.FIRST : levels.orElse(USUAL_LEVELS);
  }

  /** Levels of what weights that stay as they are multiply: one threshold a tensor, so finer. */
  int keptLevels() {
    return levels.orElse(KEPT_LEVELS);
  }
}
