package org.spikezip.api.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.spikezip.api.RunOptions;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.text.IrPrinter;

/**
 * A network, data, and how to run it.
 *
 * @param graph at stage SPIKING
 * @param inputs a tensor for each input, by name
 */
public record Trial(Graph graph, Map<String, Tensor> inputs, RunOptions options) {
  public Trial {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
  }

  public Trial with(Graph other) {
    Map<String, Tensor> kept = new LinkedHashMap<>();
    for (Node input : other.inputNodes()) {
      kept.put(input.name(), inputs.get(input.name()));
    }
    return new Trial(other, kept, options);
  }

  public Trial withInput(String name, Tensor tensor) {
    Map<String, Tensor> other = new LinkedHashMap<>(inputs);
    other.put(name, tensor);
    return new Trial(graph, other, options);
  }

  public Trial withOptions(RunOptions other) {
    return new Trial(graph, inputs, other);
  }

  /** All of it as text: the options, the inputs, and the graph with every number. */
  public String text() {
    return options.schedule()
        + ", spikes up to "
        + options.maxSpike()
        + (options.inputSteps() == 1 ? "" : ", input over " + options.inputSteps() + " steps")
        + "\n"
        + inputs.entrySet().stream()
            .map(e -> "\"" + e.getKey() + "\" = " + IrPrinter.printWhole(e.getValue()) + "\n")
            .collect(Collectors.joining())
        + IrPrinter.printWhole(graph);
  }
}
