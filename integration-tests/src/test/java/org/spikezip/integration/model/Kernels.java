package org.spikezip.integration.model;

import java.util.Locale;
import java.util.Map;
import org.spikezip.api.Options;

/** Inner loops of the CPU backend; both must give the same bits. */
enum Kernels {
  SCALAR,
  VECTOR;

  Options options() {
    return Options.of(Map.of("kernels", name().toLowerCase(Locale.ROOT)));
  }
}
