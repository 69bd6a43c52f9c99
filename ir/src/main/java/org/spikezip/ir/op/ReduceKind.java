package org.spikezip.ir.op;

import java.util.Locale;

/** How a reduction combines. */
public enum ReduceKind {
  SUM,
  MEAN,
  MAX,
  MIN,
  PROD;

  /** The word in the text form. */
  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }
}
