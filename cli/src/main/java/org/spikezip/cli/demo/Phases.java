package org.spikezip.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.function.Supplier;
import org.spikezip.cli.print.Output;

/** Does one thing after the other and tells how long each took. */
final class Phases {
  private static final int COLUMN = 68;

  private final Output output;
  private final ObjectNode seconds;
  private int number;

  Phases(Output output) {
    this.output = output;
    this.seconds = output.json().putObject("seconds");
  }

  /** Does one thing. */
  <T> T run(String id, String title, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    double took = (System.nanoTime() - start) * 1e-9;
    seconds.put(id, took);
    String line = ++number + " " + title;
    String dots = " " + ".".repeat(Math.max(2, COLUMN - line.length())) + " ";
    output.line(line + dots + String.format(Locale.ROOT, "%5.1f s", took));
    return result;
  }
}
