package org.spikezip.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Locale;
import org.spikezip.cli.data.TextSamples;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.print.Table;

/**
 * Which sentences mean much the same, to the float model and to the spiking network.
 *
 * @param samples the sentences
 * @param original embeddings of the float model
 * @param spiking embeddings of the spiking network
 */
record Similarity(TextSamples samples, List<Embedding> original, List<Embedding> spiking) {
  private static final int[][] PAIRS = {{0, 1}, {2, 3}, {0, 6}, {4, 5}, {2, 7}};
  private static final int LONGEST = 25;

  /** Cosines between both worlds, then those between sentences within each. */
  void tell(Output output) {
    double sum = 0;
    double least = 1;
    for (int i = 0; i < original.size(); i++) {
      double cosine = original.get(i).cosine(spiking.get(i));
      sum += cosine;
      least = Math.min(least, cosine);
    }
    double mean = sum / original.size();
    output.json().putObject("cosineToFloat").put("mean", mean).put("min", least);
    output.line(text("  cosine to the float embedding: mean %.4f, least %.4f", mean, least));
    output.gap();
    ArrayNode pairs = output.json().putArray("pairs");
    Table table = new Table("  ", "how alike are", "and", "float", "spiking");
    for (int[] pair : PAIRS) {
      double before = original.get(pair[0]).cosine(original.get(pair[1]));
      double after = spiking.get(pair[0]).cosine(spiking.get(pair[1]));
      String a = samples.text(pair[0]);
      String b = samples.text(pair[1]);
      pairs.addObject().put("a", a).put("b", b).put("float", before).put("spiking", after);
      table.row(shortened(a), shortened(b), text("%.3f", before), text("%.3f", after));
    }
    output.table(table);
  }

  private static String shortened(String sentence) {
    return sentence.length() <= LONGEST
        ? sentence
        : sentence.substring(0, LONGEST - 3).stripTrailing() + "...";
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
