package org.spikezip.frontend.torch.script;

import java.util.List;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * One file of the code in an archive.
 *
 * @param path in the archive
 * @param lines its text
 */
record SourceFile(String path, List<String> lines) {
  private static final int MOST_SHOWN = 160;

  static SourceFile of(String path, String text) {
    return new SourceFile(path, List.of(text.split("\n", -1)));
  }

  /** {@code code/__torch__/a.py:12: "return torch.relu(x)"} */
  String describe(int line) {
    String text = line >= 1 && line <= lines.size() ? lines.get(line - 1).strip() : "";
    String shown = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    return path + ":" + line + ": \"" + shown + "\"";
  }

  SpikezipException malformed(int line, String what) {
    return new SpikezipException(
        ErrorCode.MALFORMED, describe(line) + ": " + what, "save the model again");
  }
}
