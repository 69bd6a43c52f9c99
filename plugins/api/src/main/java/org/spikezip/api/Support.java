package org.spikezip.api;

import java.util.List;

/** Whether a backend can take a graph. */
public sealed interface Support {
  /** It can. */
  record Supported() implements Support {}

  /** It cannot; every reason, each naming a node. */
  record Unsupported(List<String> reasons) implements Support {
    public Unsupported {
      reasons = List.copyOf(reasons);
    }
  }
}
