package org.spikezip.pass.quantize;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.spikezip.api.Executable;
import org.spikezip.api.PassContext;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/**
 * What each quantizer alone does to the first float output: the power of the error over the power
 * of the output, with all other operands in float.
 */
final class Sensitivity {
  private static final String TASK = "sensitivity";
  private static final int MOST_SAMPLES = 12;

  private Sensitivity() {}

  /**
   * Measures every site on a few samples, spread over the data.
   *
   * @param plan with thresholds for every site
   * @param output the first float output
   */
  static Map<Site, Double> measure(Plan plan, Value output, Samples samples, PassContext context) {
    List<Site> sites = plan.placement().sites();
    int count = Math.min(MOST_SAMPLES, samples.size());
    double[][] errors = new double[count][];
    try (Executable executable = context.compileFloat(SwitchedGraph.of(plan, output))) {
      Workers.forEach(
          count,
          executable.isThreadSafe(),
          i -> {
            int sample = (int) ((long) i * samples.size() / count);
            errors[i] = errors(executable, samples.get(sample), sites.size());
          },
          done -> context.progress().advance(TASK, done, count));
    }
    Map<Site, Double> sensitivity = new LinkedHashMap<>();
    for (int i = 0; i < sites.size(); i++) {
      int site = i;
      double sum = IntStream.range(0, count).mapToDouble(s -> errors[s][site]).sum();
      sensitivity.put(sites.get(i), sum / count);
    }
    return sensitivity;
  }

  private static double[] errors(Executable executable, Map<String, Tensor> sample, int sites) {
    float[] clean = output(executable, sample, sites, -1);
    double power = 0;
    for (float y : clean) {
      power += (double) y * y;
    }
    double[] errors = new double[sites];
    for (int i = 0; i < sites; i++) {
      float[] found = output(executable, sample, sites, i);
      for (int j = 0; j < clean.length; j++) {
        errors[i] += Math.pow(found[j] - (double) clean[j], 2) / Math.max(power, 1e-30);
      }
    }
    return errors;
  }

  private static float[] output(
      Executable executable, Map<String, Tensor> sample, int sites, int quantized) {
    Map<String, Tensor> inputs = new HashMap<>(sample);
    for (int i = 0; i < sites; i++) {
      inputs.put(SwitchedGraph.label(i), Tensor.scalar(i == quantized ? 1f : 0f));
    }
    return executable
        .run(inputs, RunOptions.DEFAULT, RunListener.NONE)
        .outputs()
        .get("output")
        .floats();
  }
}
