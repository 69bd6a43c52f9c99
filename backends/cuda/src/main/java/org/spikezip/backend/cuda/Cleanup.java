package org.spikezip.backend.cuda;

import java.util.List;

/** Gives things back, all of them, whatever fails in between. */
final class Cleanup {
  private Cleanup() {}

  /** Does all of it, then throws what failed first. */
  static void all(List<Runnable> work) {
    RuntimeException first = null;
    for (Runnable each : work) {
      try {
        each.run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Does it because of an error, which is what counts. */
  static RuntimeException after(RuntimeException error, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      error.addSuppressed(e);
    }
    return error;
  }
}
