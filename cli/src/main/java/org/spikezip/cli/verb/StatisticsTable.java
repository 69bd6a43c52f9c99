package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.print.Table;
import org.spikezip.ir.Graph;

/**
 * What a file of calibration statistics says of itself: of which model and data, and what it saw.
 */
final class StatisticsTable {
  private static final String PREFIX = "statistics.";
  private static final String OF = PREFIX + "of.";

  private final SortedMap<String, String> origin = new TreeMap<>();
  private final SortedMap<String, Map<String, String>> values = new TreeMap<>();

  StatisticsTable(Graph graph) {
    graph
        .metadata()
        .forEach(
            (key, line) -> {
              if (key.startsWith(OF)) {
                values.put(key.substring(OF.length()), QuantizerTable.pairs(line));
              } else if (key.startsWith(PREFIX)) {
                origin.put(key.substring(PREFIX.length()), line);
              }
            });
  }

  /** Whether the graph is such a file. */
  boolean any() {
    return !values.isEmpty();
  }

  void tell(Path file, Output output) {
    output.line(file + ": calibration statistics");
    output.json().put("kind", "statistics");
    ObjectNode of = output.json().putObject("origin");
    origin.forEach(of::put);
    origin.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            output.line("  " + key + ": " + value);
          }
        });
    ArrayNode json = output.json().putArray("values");
    Table table = new Table("  ", "groups", "range", "root mean square", "tokens", "value");
    values.forEach(
        (name, found) -> {
          ObjectNode one = json.addObject();
          one.put("name", name);
          found.forEach(one::put);
          table.row(
              found.getOrDefault("groups", ""),
              found.getOrDefault("range", ""),
              found.getOrDefault("rms", ""),
              found.getOrDefault("tokens", ""),
              name);
        });
    output.gap();
    output.table(table);
  }
}
