package org.spikezip.api;

import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Which neurons may fire when. All schedules end in the same state. */
public sealed interface Schedule {
  /** Every neuron at every step: the paper's. */
  Schedule SYNCHRONOUS = new Synchronous();

  /** Every neuron at every step. */
  record Synchronous() implements Schedule {
    @Override
    public String toString() {
      return "synchronous";
    }
  }

  /** Neurons of depth d are silent until step {@code interval·(d−1)+1}. */
  record Wavefront(int interval) implements Schedule {
    public Wavefront {
      if (interval < 1) {
        throw new SpikezipException(
            ErrorCode.USAGE, "the interval of a wavefront must be at least 1");
      }
    }

    @Override
    public String toString() {
      return "wavefront:" + interval;
    }
  }

  /**
   * Depth 1 is open at first. After each step at the end of which every neuron of an open depth has
   * S = q(V), one more depth opens.
   */
  record Layerwise() implements Schedule {
    @Override
    public String toString() {
      return "layerwise";
    }
  }

  /**
   * The schedule of this name: {@code synchronous}, {@code wavefront:τ} or {@code layerwise}.
   *
   * @throws SpikezipException USAGE for any other text
   */
  static Schedule parse(String text) {
    if (text.equals("synchronous")) {
      return SYNCHRONOUS;
    }
    if (text.equals("layerwise")) {
      return new Layerwise();
    }
    if (text.matches("wavefront:[0-9]{1,6}")) {
      return new Wavefront(Integer.parseInt(text.substring("wavefront:".length())));
    }
    throw new SpikezipException(
        ErrorCode.USAGE,
        "--schedule must be synchronous, wavefront:N or layerwise, found '" + text + "'");
  }
}
