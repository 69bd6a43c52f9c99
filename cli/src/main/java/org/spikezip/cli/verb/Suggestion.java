package org.spikezip.cli.verb;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Guesses which word was meant. */
final class Suggestion {
  private Suggestion() {}

  /** The word with the fewest edits between, if those are less than half of its letters. */
  static Optional<String> nearest(String typed, List<String> words) {
    return words.stream()
        .min(Comparator.<String>comparingInt(w -> edits(typed, w)).thenComparing(w -> w))
        .filter(w -> 2 * edits(typed, w) < w.length());
  }

  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
