package org.spikezip.cli.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Lines of UTF-8 text, perhaps with columns between tabs. Empty lines are no lines. */
public final class TextFile {
  private static final int LONGEST_LINE = 1 << 20;

  private TextFile() {}

  /**
   * The texts of a file.
   *
   * @param column which column is the text, from 1; without it the last one
   * @throws SpikezipException MALFORMED, naming file and line
   */
  public static List<String> read(Path path, OptionalInt column, OptionalInt limit) {
    List<String> texts = new ArrayList<>();
    int number = 0;
    for (String line : lines(path, limit)) {
      number++;
      String[] columns = line.split("\t", -1);
      int index = column.orElse(columns.length) - 1;
      if (index < 0 || index >= columns.length) {
        throw new SpikezipException(
            ErrorCode.MALFORMED,
            path
                + ": line "
                + number
                + " has "
                + columns.length
                + " columns between tabs, so there is no column "
                + (index + 1),
            "set --text-column to the column that holds the text, from 1");
      }
      texts.add(columns[index]);
    }
    return texts;
  }

  /** The lines that are not blank. */
  static List<String> lines(Path path, OptionalInt limit) {
    try (InputStream in = Files.newInputStream(path)) {
      return lines(in, limit.orElse(Integer.MAX_VALUE));
    } catch (MalformedInputException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, path + " is not UTF-8 text", "convert it with iconv -t UTF-8", e);
    } catch (SpikezipException e) {
      throw e.in(path.toString());
    } catch (IOException e) {
      throw NumpyFile.unreadable(path, e);
    }
  }

  private static List<String> lines(InputStream in, int limit) throws IOException {
    List<String> lines = new ArrayList<>();
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    String line;
    while (lines.size() < limit && (line = reader.readLine()) != null) {
      if (line.length() > LONGEST_LINE) {
        throw new SpikezipException(
            ErrorCode.MALFORMED, "a line of " + line.length() + " characters is no sample");
      }
      if (!line.isBlank()) {
        lines.add(line);
      }
    }
    return lines;
  }
}
