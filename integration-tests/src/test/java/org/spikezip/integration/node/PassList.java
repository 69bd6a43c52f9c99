package org.spikezip.integration.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.spikezip.integration.Repository;

/**
 * The cases that pass, in {@code onnx-node-pass.txt}: a line for each case and way.
 *
 * @param lines such as {@code test_abs REFERENCE}
 */
record PassList(SortedSet<String> lines) {
  private static Path file() {
    return Repository.root().resolve("integration-tests/src/test/resources/onnx-node-pass.txt");
  }

  /** The committed list. */
  static PassList read() throws IOException {
    return new PassList(new TreeSet<>(Files.readAllLines(file())));
  }

  /** Replaces the committed list. */
  static void write(List<Outcome> outcomes) throws IOException {
    Files.write(file(), of(outcomes));
  }

  private static SortedSet<String> of(List<Outcome> outcomes) {
    SortedSet<String> lines = new TreeSet<>();
    for (Outcome outcome : outcomes) {
      outcome.passes().forEach(way -> lines.add(outcome.name() + " " + way));
    }
    return lines;
  }

  /** What passes and is not on the list. */
  SortedSet<String> newlyPassing(List<Outcome> outcomes) {
    SortedSet<String> more = of(outcomes);
    more.removeAll(lines);
    return more;
  }

  /** What is on the list and does not pass, with the reason. */
  List<String> broken(List<Outcome> outcomes) {
    SortedSet<String> missing = new TreeSet<>(lines);
    missing.removeAll(of(outcomes));
    List<String> broken = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      outcome
          .failures()
          .forEach(
              (way, why) -> {
                if (missing.remove(outcome.name() + " " + way)) {
                  broken.add(outcome.name() + " " + way + ": " + why);
                }
              });
    }
    missing.forEach(line -> broken.add(line + ": there is no such case"));
    return broken;
  }
}
