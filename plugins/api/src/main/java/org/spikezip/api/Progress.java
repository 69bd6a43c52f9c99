package org.spikezip.api;

/** Hears how far a long task has come. Thread-safe. */
public interface Progress {
  /** Listens to nothing. */
  Progress NONE = (task, done, total) -> {};

  /**
   * Some of a task is done.
   *
   * @param task a word or two, such as {@code calibrate}
   * @param done units finished so far
   * @param total units in all
   */
  void advance(String task, long done, long total);
}
