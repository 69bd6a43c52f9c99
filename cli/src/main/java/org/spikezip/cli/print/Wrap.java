package org.spikezip.cli.print;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks text at spaces, but not at those of {@link #TOGETHER}; following lines are indented as the
 * first one is.
 */
public final class Wrap {
  /** A space that no line ends at. */
  public static final char TOGETHER = '\u00a0';

  private static final int NARROWEST = 10;

  private Wrap() {}

  /** Lines of at most {@code width} characters, as far as words are not longer. */
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.split("\n", -1)) {
      int indent = paragraph.length() - paragraph.stripLeading().length();
      wrap(paragraph, " ".repeat(indent), Math.max(width, indent + NARROWEST), lines);
    }
    lines.replaceAll(line -> line.replace(TOGETHER, ' '));
    return lines;
  }

  private static void wrap(String paragraph, String indent, int width, List<String> lines) {
    String rest = paragraph;
    while (rest.length() > width) {
      int space = rest.lastIndexOf(' ', width);
      if (space < indent.length() + 1) {
        space = rest.indexOf(' ', width);
      }
      if (space < 0) {
        break;
      }
      lines.add(rest.substring(0, space).stripTrailing());
      rest = indent + rest.substring(space + 1).stripLeading();
    }
    lines.add(rest.stripTrailing());
  }
}
