package org.spikezip.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Tensor;

/**
 * What an inference gave.
 *
 * @param outputs by name, in the order of the graph
 * @param activity what the spikes did; zeros where nothing spikes
 * @param stepOutputs the outputs after each step, if asked for
 * @param codes the final codes (i32) by the id of the neuron's node, if asked for
 */
public record RunResult(
    Map<String, Tensor> outputs,
    Activity activity,
    List<Map<String, Tensor>> stepOutputs,
    Map<Integer, Tensor> codes) {
  public RunResult {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    stepOutputs = List.copyOf(stepOutputs);
    codes = Collections.unmodifiableMap(new LinkedHashMap<>(codes));
  }

  /** The result of a run without spikes. */
  public static RunResult ofOutputs(Map<String, Tensor> outputs) {
    return new RunResult(outputs, Activity.NONE, List.of(), Map.of());
  }
}
