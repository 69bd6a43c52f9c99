package org.spikezip.backend.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How products of codes of bytes are computed; all ways give the same sums. */
enum Products {
  /** Row by row: by tensor cores where many codes changed, by their changes where few did. */
  MIXED,
  /** By tensor cores. */
  TILES,
  /** By one thread a sum. */
  PLAIN;

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
