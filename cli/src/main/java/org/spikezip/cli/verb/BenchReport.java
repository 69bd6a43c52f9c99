package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.print.Table;
import org.spikezip.host.bench.Measurement;
import org.spikezip.host.bench.Memory;

/**
 * What a measurement says.
 *
 * @param measurements one a contender
 */
record BenchReport(List<Measurement> measurements) {
  /** The float model in its own runtime. */
  static final String FLOAT = "float model";

  /** The quantized model that the network came from, in its own runtime. */
  static final String SOURCE = "quantized source";

  /** The quantized network, evaluated by its definition. */
  static final String DENSE = "quantized network, dense";

  private static final double[] PERCENTILES = {10, 90};

  BenchReport {
    measurements = List.copyOf(measurements);
  }

  /** The float model on one thread, which all else is divided by. */
  private Optional<Measurement> yardstick() {
    return measurements.stream()
        .filter(m -> m.name().equals(FLOAT) && m.threads() == 1)
        .findFirst();
  }

  void tell(Output output) {
    ObjectNode json = output.json();
    json.put("samples", measurements.get(0).inferences());
    json.put("peakHeapBytes", Memory.peakHeap());
    Memory.peakResident().ifPresent(bytes -> json.put("peakResidentBytes", bytes));
    ArrayNode list = json.putArray("measurements");
    Table table =
        new Table(
            "",
            "way",
            "threads",
            "ms",
            "p10",
            "p90",
            "x float",
            "T_eq",
            "spikes/neuron",
            "Gsynop/s",
            "KiB/inference");
    for (Measurement measurement : measurements) {
      json(measurement, list.addObject());
      table.row(cells(measurement));
    }
    output.table(table);
    output.line(
        "(milliseconds an inference: the median of all rounds and two percentiles; all ways in"
            + " turn)");
    output.line(
        String.format(
            Locale.ROOT,
            "peak memory: %.0f MiB of heap%s",
            Memory.peakHeap() / 0x1p20,
            Memory.peakResident().isPresent()
                ? String.format(
                    Locale.ROOT, ", %.0f MiB resident", Memory.peakResident().getAsLong() / 0x1p20)
                : ""));
  }

  private void json(Measurement m, ObjectNode json) {
    json.put("name", m.name());
    json.put("threads", m.threads());
    json.put("rounds", m.rounds());
    ObjectNode seconds = json.putObject("secondsPerInference");
    seconds.put("median", m.median());
    seconds.put("min", m.percentile(0));
    for (double percent : PERCENTILES) {
      seconds.put("p" + (int) percent, m.percentile(percent));
    }
    seconds.put("max", m.percentile(100));
    yardstick().ifPresent(y -> json.put("ratioToFloat", m.median() / y.median()));
    json.put("allocatedBytesPerInference", Math.round(m.allocatedBytes()));
    if (m.activity().neurons() > 0) {
      json.put("steps", m.activity().steps());
      json.put("spikes", m.activity().spikes());
      json.put("spikesPerNeuron", spikesPerNeuron(m));
      json.put("synapticOperations", m.activity().synapticOperations());
      json.put("spikesPerSecond", m.spikesPerSecond());
      json.put("synapticOperationsPerSecond", m.synapticOperationsPerSecond());
    }
  }

  private String[] cells(Measurement m) {
    boolean spikes = m.activity().neurons() > 0;
    return new String[] {
      m.name(),
      Integer.toString(m.threads()),
      text("%.2f", 1e3 * m.median()),
      text("%.2f", 1e3 * m.percentile(PERCENTILES[0])),
      text("%.2f", 1e3 * m.percentile(PERCENTILES[1])),
      yardstick().map(y -> text("%.2f", m.median() / y.median())).orElse("-"),
      spikes ? Integer.toString(m.activity().steps()) : "-",
      spikes ? text("%.3f", spikesPerNeuron(m)) : "-",
      spikes ? text("%.2f", 1e-9 * m.synapticOperationsPerSecond()) : "-",
      text("%.0f", m.allocatedBytes() / 1024)
    };
  }

  private static double spikesPerNeuron(Measurement m) {
    return (double) m.activity().spikes() / m.activity().neurons();
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
