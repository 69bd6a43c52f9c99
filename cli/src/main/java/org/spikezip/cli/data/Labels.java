package org.spikezip.cli.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** The right answers: one class number a sample. */
public final class Labels {
  private Labels() {}

  /**
   * Reads labels: integers of an .npy, or of a text the first column of each line.
   *
   * @throws SpikezipException MALFORMED, naming file and line
   */
  public static int[] read(Path path) {
    return isNumpy(path) ? ofArray(path) : ofText(path);
  }

  private static boolean isNumpy(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      int first = in.read();
      return first == 0x93 || (first == 'P' && in.read() == 'K');
    } catch (IOException e) {
      throw NumpyFile.unreadable(path, e);
    }
  }

  private static int[] ofArray(Path path) {
    NumpyFile file = NumpyFile.read(path);
    Tensor array = file.arrays().get(file.arrays().firstKey());
    boolean one = file.arrays().size() == 1 && array.type().isInteger();
    if (!one || (array.rank() != 1 && !(array.rank() == 2 && array.dim(1) == 1))) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          path + ": expected one array of integer labels [N], found " + file.arrays().values());
    }
    try {
      return array.ints();
    } catch (ArithmeticException e) {
      throw new SpikezipException(ErrorCode.MALFORMED, path + ": a label is beyond 32 bits", "", e);
    }
  }

  private static int[] ofText(Path path) {
    List<String> lines = TextFile.lines(path, OptionalInt.empty());
    int[] labels = new int[lines.size()];
    Arrays.setAll(labels, i -> label(path, i, lines.get(i)));
    return labels;
  }

  private static int label(Path path, int index, String line) {
    String first = line.split("\t", 2)[0].strip();
    try {
      return Integer.parseInt(first);
    } catch (NumberFormatException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          path + ": line " + (index + 1) + ": expected a class number, found '" + first + "'",
          "give one number a line, or columns between tabs of which the first is the number",
          e);
    }
  }
}
