package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.print.Table;
import org.spikezip.host.verify.LayerFidelity;

/** The float model against the quantized network by layer: a table, and the worst by name. */
final class LayerTable {
  private LayerTable() {}

  static void tell(List<LayerFidelity> layers, Output output) {
    if (layers.isEmpty()) {
      return;
    }
    ArrayNode json = output.json().putArray("floatLayers");
    Table table = new Table("  ", "cosine", "signal to noise (dB)", "what this layer sees");
    for (LayerFidelity layer : layers) {
      ObjectNode one = json.addObject();
      one.put("name", layer.name()).put("cosine", layer.cosine());
      if (Double.isFinite(layer.snr())) {
        one.put("snrDb", layer.snr());
      }
      table.row(text("%.5f", layer.cosine()), text("%.1f", layer.snr()), layer.name());
    }
    output.gap();
    output.table(table);
    LayerFidelity worst =
        layers.stream().min(Comparator.comparingDouble(LayerFidelity::snr)).orElseThrow();
    output.json().put("worstFloatLayer", worst.name());
    output.line(text("farthest from the float model: %s, %.1f dB", worst.name(), worst.snr()));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
