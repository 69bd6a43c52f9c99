package org.spikezip.host.schedule;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** What a schedule shall have as little of as possible. */
public enum Goal {
  /** Steps until rest. */
  STEPS,
  /** Synaptic operations. */
  SYNOPS,
  /** Seconds. */
  TIME,
  /** Steps times synaptic operations. */
  PRODUCT;

  /**
   * The goal of this name, in lower case.
   *
   * @throws SpikezipException USAGE if there is none
   */
  public static Goal parse(String name) {
    for (Goal goal : values()) {
      if (goal.toString().equals(name)) {
        return goal;
      }
    }
    throw new SpikezipException(
        ErrorCode.USAGE,
        "--schedule auto:"
            + name
            + ": expected one of "
            + Arrays.stream(values()).map(Goal::toString).collect(Collectors.joining(", ")),
        "auto alone is auto:" + PRODUCT);
  }

  double cost(Trial trial) {
    return switch (this) {
      case STEPS -> trial.steps();
      case SYNOPS -> trial.synapticOperations();
      case TIME -> trial.seconds();
      case PRODUCT -> (double) trial.steps() * trial.synapticOperations();
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
