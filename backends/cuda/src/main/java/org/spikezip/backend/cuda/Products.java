package org.spikezip.backend.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How products of codes of bytes are computed; all ways give the same sums. */
enum Products {
  /** As EVENTS where rows are long, else as TILES. */
  MIXED,
  /** Row by row: by tensor cores where many codes changed, by their changes where few did. */
  EVENTS,
  /** By tensor cores. */
  TILES,
  /** By one thread a sum. */
  PLAIN;

  /**
   * From here on keeping sums costs less than computing them anew, by count (docs/cuda-kernels.md).
   */
  private static final int LONG = 1024;

  /** Whether sums over k codes are kept from step to step. */
  boolean keepSums(int k) {
    return this == EVENTS || (this == MIXED && k >= LONG);
  }

  /** How they are written as an option. */
  static List<String> names() {
    return Arrays.stream(values()).map(Products::symbol).toList();
  }

  private String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Products ofName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
