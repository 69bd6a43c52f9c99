package org.spikezip.backend.cuda;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.spikezip.api.Options;
import org.spikezip.backend.cuda.emulation.Emulation;

/** The same with threads and blocks in an order drawn anew each time: no kernel relies on one. */
final class ShuffledThreadsTest extends EmulatedConformanceTest {
  private static final int SEED = 20;

  @BeforeEach
  void shuffle() {
    Emulation.kernels().emulated_order(SEED);
  }

  @AfterEach
  void restore() {
    Emulation.kernels().emulated_order(0);
  }

  @Override
  protected List<Options> variants() {
    return List.of(Options.NONE.with("products", "events"));
  }

  @Override
  protected int networks() {
    return 2;
  }
}
