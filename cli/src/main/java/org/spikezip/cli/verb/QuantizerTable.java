package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.print.Table;
import org.spikezip.ir.Graph;

/**
 * Every calibrated quantizer with what calibration found, from the lines {@code quantizer.NAME}
 * that the pass leaves in the metadata.
 */
final class QuantizerTable {
  private static final String KEY = "quantizer.";

  private final SortedMap<String, Map<String, String>> quantizers = new TreeMap<>();

  QuantizerTable(Graph graph) {
    graph
        .metadata()
        .forEach(
            (key, line) -> {
              if (key.startsWith(KEY)) {
                quantizers.put(key.substring(KEY.length()), pairs(line));
              }
            });
  }

  /** The quantizers by name, each with its findings by key. */
  SortedMap<String, Map<String, String>> quantizers() {
    return quantizers;
  }

  /** The {@code key=value} words of a line. */
  static Map<String, String> pairs(String line) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : line.split(" ", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return pairs;
  }

  /** Says nothing where nothing was calibrated. */
  void tell(Output output) {
    if (quantizers.isEmpty()) {
      return;
    }
    ArrayNode json = output.json().putArray("quantizers");
    Table table =
        new Table(
            "  ",
            "thresholds",
            "levels",
            "range",
            "clipped",
            "signal to noise",
            "rest",
            "quantizer");
    quantizers.forEach(
        (name, found) -> {
          ObjectNode one = json.addObject();
          one.put("name", name);
          found.forEach(one::put);
          table.row(
              found.getOrDefault("thresholds", ""),
              found.getOrDefault("levels", ""),
              found.getOrDefault("range", ""),
              found.getOrDefault("clipped", ""),
              found.getOrDefault("snr", ""),
              found.getOrDefault("rest", ""),
              name);
        });
    output.gap();
    output.table(table);
  }
}
