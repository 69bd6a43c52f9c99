package org.spikezip.cli.print;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of cells in columns; the last column is wrapped where a line gets too long. */
public final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST = 20;

  private final List<List<String>> rows = new ArrayList<>();
  private final String indent;

  /**
   * A table with a heading.
   *
   * @param indent what every line starts with
   */
  public Table(String indent, String... heading) {
    this.indent = indent;
    if (heading.length > 0) {
      row(heading);
    }
  }

  /** Adds a row. */
  public Table row(String... cells) {
    rows.add(List.copyOf(Arrays.asList(cells)));
    return this;
  }

  /** The lines; columns whose cells, the heading aside, are all numbers are right-aligned. */
  List<String> lines(int width) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    boolean[] numbers = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      int column = c;
      widths[c] = rows.stream().mapToInt(r -> cell(r, column).length()).max().orElse(0);
      numbers[c] = rows.stream().skip(1).allMatch(r -> isNumber(cell(r, column)));
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int c = 0; c < columns - 1; c++) {
        line.append(pad(cell(row, c), widths[c], numbers[c])).append(GAP);
      }
      String last = columns == 0 ? "" : cell(row, columns - 1);
      if (columns > 0 && numbers[columns - 1]) {
        last = pad(last, widths[columns - 1], true);
      }
      append(line.toString(), last, width, lines);
    }
    return lines;
  }

  private static void append(String start, String last, int width, List<String> lines) {
    int room = width - start.length();
    List<String> wrapped = Wrap.lines(last, room < NARROWEST ? Integer.MAX_VALUE : room);
    lines.add((start + wrapped.get(0)).stripTrailing());
    String below = " ".repeat(start.length());
    lines.addAll(
        wrapped.stream()
            .skip(1)
            .map(l -> (below + l).stripTrailing())
            .collect(Collectors.toList()));
  }

  private static String cell(List<String> row, int column) {
    return column < row.size() ? row.get(column) : "";
  }

  private static boolean isNumber(String cell) {
    return cell.matches("(-?[0-9][0-9.,]*( ?%)?)?");
  }

  private static String pad(String cell, int width, boolean right) {
    String spaces = " ".repeat(Math.max(0, width - cell.length()));
    return right ? spaces + cell : cell + spaces;
  }
}
