package org.spikezip.cli.verb;

import java.nio.file.Path;
import java.util.Optional;
import org.spikezip.cli.data.Labels;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import picocli.CommandLine.Option;

/** The right answers, given alike to every verb that scores. */
final class LabelOptions {
  @Option(
      names = "--labels",
      paramLabel = "F",
      description = "Right answers: .npy, or text with a class number first in each line.")
  private Path labels;

  /**
   * The answers, if they were given.
   *
   * @throws SpikezipException MALFORMED if they cannot be read
   */
  Optional<int[]> read() {
    return Optional.ofNullable(labels).map(Labels::read);
  }

  /**
   * Does nothing if there is a label for each row; more are fine only where not all samples were
   * taken.
   *
   * @param rows answers to all samples together
   * @throws SpikezipException MALFORMED with both numbers
   */
  void requireFor(int[] answers, int rows, int samples, DataOptions data) {
    if (answers.length < rows || (answers.length > rows && !data.limited())) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          labels
              + ": expected a label for each of "
              + rows
              + " answers to "
              + samples
              + " samples, found "
              + answers.length,
          rows > samples ? "labels are for networks that give one row a sample" : "");
    }
  }
}
