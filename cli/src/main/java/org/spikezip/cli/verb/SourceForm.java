package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.Options;
import org.spikezip.api.Progress;
import org.spikezip.api.SourceModel;
import org.spikezip.cli.print.Output;
import org.spikezip.host.Spikezip;
import org.spikezip.host.compile.Compilation;
import org.spikezip.host.compile.PassReport;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Stage;
import org.spikezip.ir.op.Neuron;

/**
 * In which form a model is quantized.
 *
 * @param recognized the network with the quantizers of the model alone
 * @param counts what the passes counted
 * @param notes what they said
 */
record SourceForm(Graph recognized, Map<String, Integer> counts, List<String> notes) {
  static SourceForm of(Spikezip spikezip, SourceModel source, Options options, Progress progress) {
    Options recognize = options.with("recognize", "true");
    Compilation compiled = spikezip.compile(source, recognize, Optional.empty(), progress);
    PassReport report =
        compiled.passes().stream()
            .filter(p -> p.from() == Stage.CANONICAL)
            .findFirst()
            .orElseThrow();
    return new SourceForm(compiled.graph(), report.counts(), report.notes());
  }

  /** Whether activations have thresholds of their own. */
  boolean isStatic() {
    return !recognized.nodesOf(Neuron.class).isEmpty();
  }

  /** One line, and {@code quantization}: static, dynamic, weights or none. */
  void tell(Output output) {
    int dynamic = counts.getOrDefault("dynamic quantizations", 0);
    int weights = counts.getOrDefault("quantized weights", 0);
    String data = "so 'compile' needs data to calibrate on (or --calibrate random:N)";
    if (isStatic()) {
      say(output, "static", "yes, so 'compile' needs no data. Compiled as it is, it becomes:");
    } else if (dynamic > 0) {
      say(output, "dynamic", "dynamically, with weights of " + weights + " products, " + data);
    } else if (weights > 0) {
      say(output, "weights", "weights of " + weights + " products only, " + data);
    } else {
      say(output, "none", "no, " + data);
    }
  }

  private static void say(Output output, String symbol, String words) {
    output.json().put("quantization", symbol);
    output.line("  quantized: " + words);
  }

  /** What was left as it is, and why. */
  void notesTo(Output output) {
    ArrayNode array = output.json().putArray("notes");
    notes.forEach(array::add);
    notes.forEach(note -> output.line("  note: " + note));
  }
}
