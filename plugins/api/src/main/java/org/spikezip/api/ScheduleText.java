package org.spikezip.api;

import java.math.BigDecimal;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Schedules as text: a word, then numbers behind colons. */
final class ScheduleText {
  /** The largest number that a schedule may have. */
  static final int LARGEST = 1_000_000;

  private static final String NUMBER = "[0-9]{1,7}(\\.[0-9]{1,6})?";

  private ScheduleText() {}

  static Schedule parse(String text) {
    String[] parts = text.split(":", -1);
    return switch (parts[0]) {
      case "synchronous" -> {
        expect(text, parts);
        yield Schedule.SYNCHRONOUS;
      }
      case "layerwise" -> {
        expect(text, parts);
        yield new Schedule.Layerwise();
      }
      case "wavefront" -> {
        expect(text, parts, NUMBER);
        yield new Schedule.Wavefront(Double.parseDouble(parts[1]));
      }
      case "deadline" -> {
        expect(text, withUrgency(parts), NUMBER, NUMBER);
        yield new Schedule.Deadline(Double.parseDouble(parts[1]), urgency(parts));
      }
      default -> throw unknown(text);
    };
  }

  private static void expect(String text, String[] parts, String... forms) {
    boolean fits = parts.length == forms.length + 1;
    for (int i = 0; fits && i < forms.length; i++) {
      fits = parts[i + 1].matches(forms[i]);
    }
    if (!fits) {
      throw unknown(text);
    }
  }

  private static String[] withUrgency(String[] parts) {
    return parts.length == 2 ? new String[] {parts[0], parts[1], "1"} : parts;
  }

  private static double urgency(String[] parts) {
    return parts.length == 2 ? Schedule.Deadline.USUAL_URGENCY : Double.parseDouble(parts[2]);
  }

  private static SpikezipException unknown(String text) {
    return new SpikezipException(
        ErrorCode.USAGE,
        "--schedule must be "
            + String.join(", ", Schedule.FORMS.subList(0, Schedule.FORMS.size() - 1))
            + " or "
            + Schedule.FORMS.get(Schedule.FORMS.size() - 1)
            + ", found '"
            + text
            + "'",
        "for example deadline:3");
  }

  static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  static String urgency(double value) {
    return value == Schedule.Deadline.USUAL_URGENCY ? "" : ":" + number(value);
  }
}
