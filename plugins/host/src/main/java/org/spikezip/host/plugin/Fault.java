package org.spikezip.host.plugin;

import org.spikezip.ir.SpikezipException;

/** Why a plugin does not work, in one line. */
final class Fault {
  private Fault() {}

  /**
   * The root of what was thrown: loading wraps what a constructor or static block threw in errors
   * of its own.
   *
   * @throws OutOfMemoryError if that is what it is, since then not the plugin is broken
   */
  static String describe(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
      root = root.getCause();
    }
    if (root instanceof OutOfMemoryError e) {
      throw e;
    }
    if (root instanceof SpikezipException) {
      return root.getMessage();
    }
    String kind =
        root instanceof NoClassDefFoundError || root instanceof ClassNotFoundException
            ? "missing class"
            : root.getClass().getSimpleName();
    return root.getMessage() == null ? kind : kind + ": " + root.getMessage().replace('\n', ' ');
  }
}
