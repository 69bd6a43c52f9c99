package org.spikezip.host.run;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word was meant. */
final class Spelling {
  private Spelling() {}

  /** The word that takes the fewest edits, if those are at most half of its letters, or one. */
  static Optional<String> nearest(String typed, List<String> words) {
    return words.stream()
        .filter(w -> edits(typed, w) <= Math.max(1, w.length() / 2))
        .min(Comparator.<String>comparingInt(w -> edits(typed, w)).thenComparing(w -> w));
  }

  /** Levenshtein's distance, whatever the case. */
  private static int edits(String typed, String word) {
    String a = typed.toLowerCase(Locale.ROOT);
    String b = word.toLowerCase(Locale.ROOT);
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
