package org.spikezip.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sentences that come with the demo. */
final class Sentences {
  private Sentences() {}

  /** 64 of all kinds, to calibrate on. */
  static List<String> calibration() {
    return lines("calibration.txt");
  }

  /** 8 others, to run. */
  static List<String> toRun() {
    return lines("sentences.txt");
  }

  private static List<String> lines(String resource) {
    try (InputStream in = Sentences.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new IllegalStateException("resource " + resource + " cannot be read", e);
    }
  }
}
