package org.spikezip.cli.print;

import java.util.Optional;

/** What is known of the terminal. The launcher tells what Java 17 cannot find out. */
public final class Terminal {
  private static final int USUAL_WIDTH = 80;
  private static final int NARROWEST = 40;
  private static final int WIDEST = 160;

  private Terminal() {}

  /** Characters a line: {@code COLUMNS}, else 80. */
  public static int width() {
    return Optional.ofNullable(System.getenv("COLUMNS"))
        .filter(c -> c.matches("[1-9][0-9]{0,4}"))
        .map(c -> Math.min(WIDEST, Math.max(NARROWEST, Integer.parseInt(c))))
        .orElse(USUAL_WIDTH);
  }

  /**
   * Whether stderr goes to a terminal, so that a progress bar makes sense; if the launcher says so.
   */
  public static boolean showsProgress() {
    return Boolean.getBoolean("spikezip.stderr.terminal");
  }
}
