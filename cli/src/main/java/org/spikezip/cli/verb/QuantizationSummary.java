package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spikezip.cli.print.Output;
import org.spikezip.ir.Graph;

/** All calibrated quantizers in one sentence, from the lines that the pass left in the metadata. */
final class QuantizationSummary {
  private final List<Map<String, String>> quantizers;

  QuantizationSummary(Graph graph) {
    quantizers = List.copyOf(new QuantizerTable(graph).quantizers().values());
  }

  /** Says nothing where nothing was calibrated. */
  void tell(Output output) {
    if (quantizers.isEmpty()) {
      return;
    }
    List<Double> thresholds = numbers("thresholds");
    List<Double> snr = numbers("snr");
    List<Double> clipped = numbers("clipped");
    List<Double> levels = numbers("levels");
    ObjectNode json = output.json().putObject("calibration");
    json.put("quantizers", quantizers.size());
    json.put("thresholds", (long) thresholds.stream().mapToDouble(t -> t).sum());
    json.put("levels", levels.get(levels.size() - 1).intValue());
    json.put("medianSnrDb", snr.get(snr.size() / 2));
    json.put("largestClippedPercent", clipped.get(clipped.size() - 1));
    output.line(
        String.format(
            Locale.ROOT,
            "  calibrated: %d quantizers, %,d thresholds, %s levels; signal to noise %s to %s dB,"
                + " median %s; at most %s %% clipped",
            quantizers.size(),
            json.get("thresholds").asLong(),
            json.get("levels").asText(),
            snr.get(0),
            snr.get(snr.size() - 1),
            snr.get(snr.size() / 2),
            clipped.get(clipped.size() - 1)));
  }

  /** All numbers of a key, smallest first; 0 if there is none. */
  private List<Double> numbers(String key) {
    List<Double> numbers = new ArrayList<>();
    for (Map<String, String> quantizer : quantizers) {
      String text = quantizer.getOrDefault(key, "").replaceAll("[^-0-9.].*", "");
      if (text.matches("-?[0-9]+([.][0-9]+)?")) {
        numbers.add(Double.valueOf(text));
      }
    }
    numbers.sort(null);
    return numbers.isEmpty() ? List.of(0.0) : numbers;
  }
}
