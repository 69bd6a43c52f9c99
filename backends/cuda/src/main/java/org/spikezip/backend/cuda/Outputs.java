package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/** Brings the outputs of a graph to this machine. */
final class Outputs {
  private final PlanBuilder plan;
  private final Map<String, FloatDownload> floats = new LinkedHashMap<>();
  private final Map<String, CodeDownload> codes = new LinkedHashMap<>();

  Outputs(PlanBuilder plan) {
    this.plan = plan;
  }

  void allocate(HostBytes host) {
    for (GraphOutput output : plan.graph.outputs()) {
      Cell cell = plan.cells.cell(output.value()).orElse(null);
      if (cell instanceof FloatCell floatCell) {
        FloatDownload download = new FloatDownload(floatCell, plan.memory.samples());
        download.allocate(host);
        floats.put(output.name(), download);
      } else if (cell instanceof CodeCell codeCell) {
        codes.put(output.name(), new CodeDownload(codeCell, plan.memory.samples(), host));
      }
    }
  }

  /** The outputs of every sample, by name, in the order of the graph. */
  List<Map<String, Tensor>> fetch(Driver driver, long stream) {
    floats.values().forEach(download -> download.fetch(driver, stream));
    codes.values().forEach(download -> download.fetch(driver, stream));
    driver.synchronize(stream);
    List<Map<String, Tensor>> all = new ArrayList<>();
    for (int sample = 0; sample < plan.memory.samples(); sample++) {
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      for (GraphOutput output : plan.graph.outputs()) {
        outputs.put(output.name(), source(output).apply(sample));
      }
      all.add(outputs);
    }
    return all;
  }

  private IntFunction<Tensor> source(GraphOutput output) {
    Value value = output.value();
    if (floats.containsKey(output.name())) {
      return floats.get(output.name())::tensor;
    }
    if (codes.containsKey(output.name())) {
      return codes.get(output.name())::tensor;
    }
    return plan.cells
        .onHost(value)
        .map(tensors -> (IntFunction<Tensor>) sample -> tensors[sample])
        .orElse(sample -> plan.statics.get(sample).get(value));
  }
}
