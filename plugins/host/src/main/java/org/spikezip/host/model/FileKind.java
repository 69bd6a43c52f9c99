package org.spikezip.host.model;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a file that no frontend knows looks like, judged by its first bytes. For messages. */
final class FileKind {
  /** How many bytes are enough. */
  static final int PREFIX = 512;

  private FileKind() {}

  /**
   * A few words such as {@code a zip archive}, and what to try next where that is known.
   *
   * @param words what it is
   * @param remedy the next thing to try, or empty
   */
  record Guess(String words, String remedy) {}

  /** The guess for a file that starts with these bytes. */
  static Guess of(byte[] prefix) {
    if (prefix.length == 0) {
      return new Guess("an empty file", "download or export it again");
    }
    if (starts(prefix, 'S', 'P', 'I', 'K', 'E', 'Z', 'I', 'P')) {
      return new Guess("a network that spikezip compiled", "give the model it was compiled from");
    }
    if (starts(prefix, 'P', 'K', 3, 4)) {
      return new Guess("a zip archive", "unpack it and give the model inside");
    }
    if (starts(prefix, 0x1f, 0x8b)) {
      return new Guess("a gzip archive", "unpack it");
    }
    if (starts(prefix, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
      return new Guess("a NumPy array", "give the model first, data after it");
    }
    if (starts(prefix, 0x89, 'H', 'D', 'F')) {
      return new Guess("an HDF5 file", "export the model to ONNX");
    }
    if (starts(prefix, 'G', 'G', 'U', 'F')) {
      return new Guess("a GGUF file", "export the model to ONNX");
    }
    if (starts(prefix, 0x80, 2) || starts(prefix, 0x80, 4)) {
      return new Guess("a Python pickle", "export the model to ONNX");
    }
    return isText(prefix) ? text(new String(prefix, StandardCharsets.UTF_8)) : binary(prefix);
  }

  private static Guess text(String start) {
    String text = start.strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("version https://git-lfs.github.com/spec/")) {
      return new Guess(
          "a Git LFS pointer, not the file itself", "fetch the file with 'git lfs pull'");
    }
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return new Guess("an HTML page", "the download failed; open it to see why");
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      return new Guess("JSON text", "");
    }
    return new Guess("text", "");
  }

  private static Guess binary(byte[] prefix) {
    StringBuilder hex = new StringBuilder("unknown binary data, starting with");
    for (int i = 0; i < Math.min(8, prefix.length); i++) {
      hex.append(String.format(Locale.ROOT, " %02x", prefix[i] & 0xff));
    }
    return new Guess(hex.toString(), "");
  }

  private static boolean starts(byte[] prefix, int... magic) {
    if (prefix.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((prefix[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte[] prefix) {
    for (byte b : prefix) {
      boolean blank = b == '\n' || b == '\r' || b == '\t';
      if (b >= 0 && b < ' ' && !blank) {
        return false;
      }
    }
    return true;
  }
}
