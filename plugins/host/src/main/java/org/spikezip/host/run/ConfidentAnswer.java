package org.spikezip.host.run;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spikezip.api.RunListener;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * Ends a run once its answer has held. The answer is, for every row of the first float output, the
 * place of the largest element; its margin the least difference, over the rows, between the largest
 * element and the next. The run ends after the first step that closes M steps in a row with the
 * same answer and margins of at least a given one. Steps count from the first after which the
 * output is another than after step 1: until then it says nothing of the input. For one run only.
 */
public final class ConfidentAnswer implements RunListener {
  private static final Pattern FORM =
      Pattern.compile("confident:([0-9]{1,7})(?::([0-9]{1,9}(?:\\.[0-9]{1,9})?))?");

  /**
   * When an answer has held.
   *
   * @param steps M
   * @param margin least difference between the largest element of a row and the next
   */
  public record Rule(int steps, double margin) {
    public Rule {
      if (steps < 1 || steps > 1_000_000) {
        throw new SpikezipException(
            ErrorCode.USAGE,
            "--until confident:M: M must be from 1 to 1000000 steps, found " + steps,
            "for example confident:5");
      }
    }

    /**
     * From {@code confident:M} or {@code confident:M:MARGIN}.
     *
     * @throws SpikezipException USAGE for any other text
     */
    public static Rule parse(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new SpikezipException(
            ErrorCode.USAGE,
            "--until must be confident:M or confident:M:MARGIN, found '" + text + "'",
            "for example confident:5");
      }
      String margin = matcher.group(2);
      return new Rule(
          Integer.parseInt(matcher.group(1)), margin == null ? 0 : Double.parseDouble(margin));
    }
  }

  private final Rule rule;
  private Optional<float[]> first = Optional.empty();
  private boolean moved;
  private List<Integer> answer = List.of();
  private int held;

  public ConfidentAnswer(Rule rule) {
    this.rule = rule;
  }

  @Override
  public boolean answered(int step, Supplier<Map<String, Tensor>> outputs) {
    Optional<Tensor> output =
        outputs.get().values().stream().filter(t -> t.type().isFloat()).findFirst();
    return output.isEmpty() || goesOn(output.get());
  }

  private boolean goesOn(Tensor output) {
    float[] values = output.floats();
    if (first.isEmpty()) {
      first = Optional.of(values);
    }
    moved |= !Arrays.equals(first.get(), values);
    if (!moved) {
      return true;
    }
    Top top = Top.of(values, output.rank() == 0 ? 1 : output.dim(-1));
    boolean same = answer.equals(top.places());
    answer = top.places();
    held = top.margin() < rule.margin() ? 0 : same ? held + 1 : 1;
    return held < rule.steps();
  }

  /** The places of the largest elements, and how far they are ahead at least. */
  private record Top(List<Integer> places, double margin) {
    static Top of(float[] values, int width) {
      int[] places = new int[width == 0 ? 0 : values.length / width];
      double margin = Double.POSITIVE_INFINITY;
      for (int row = 0; row < places.length; row++) {
        float best = Float.NEGATIVE_INFINITY;
        float next = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < width; i++) {
          float value = values[row * width + i];
          if (value > best) {
            next = best;
            best = value;
            places[row] = i;
          } else if (value > next) {
            next = value;
          }
        }
        margin = Math.min(margin, width == 1 ? Double.POSITIVE_INFINITY : (double) best - next);
      }
      return new Top(Arrays.stream(places).boxed().toList(), margin);
    }
  }
}
