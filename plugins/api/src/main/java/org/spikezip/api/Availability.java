package org.spikezip.api;

/** Whether a backend can work on this machine. */
public sealed interface Availability {
  /** It can; with what, such as the kernels chosen. */
  record Available(String detail) implements Availability {}

  /** It cannot; why, and what would help. */
  record Unavailable(String reason, String remedy) implements Availability {}
}
