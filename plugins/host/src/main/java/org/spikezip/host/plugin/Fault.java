package org.spikezip.host.plugin;

import org.spikezip.ir.SpikezipException;

/** Why a plugin does not work, in one line. */
final class Fault {
  /** Said of a plugin that does not fit the interfaces that it was written against. */
  static final String OTHER_VERSION =
      ": the plugin was made for another version of spikezip; build it against this one";

  private static final String OURS = "org.spikezip.";

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
    String message = root.getMessage() == null ? "" : root.getMessage().replace('\n', ' ');
    String kind = kind(root);
    return (message.isEmpty() ? kind : kind + ": " + message)
        + (isOfAnotherVersion(root, message) ? OTHER_VERSION : "");
  }

  private static String kind(Throwable root) {
    if (root instanceof NoClassDefFoundError || root instanceof ClassNotFoundException) {
      return "missing class";
    }
    return root instanceof UnsatisfiedLinkError
        ? "missing native library"
        : root.getClass().getSimpleName();
  }

  /** What the virtual machine says of a class or method of ours that is gone or changed. */
  private static boolean isOfAnotherVersion(Throwable root, String message) {
    boolean names = message.contains(OURS) || message.contains(OURS.replace('.', '/'));
    boolean missing =
        root instanceof NoClassDefFoundError || root instanceof ClassNotFoundException;
    return root instanceof IncompatibleClassChangeError || (missing && names);
  }
}
