package org.spikezip.integration.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.spikezip.api.Executable;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.ir.Tensor;

/** How often the largest element of a classifier's only output is the right class. */
final class Accuracy {
  private static final int THREADS = 2;

  private Accuracy() {}

  /** From 0 to 1. */
  static double of(Executable network, RunOptions options, Samples samples, int[] labels)
      throws Exception {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      int sample = i;
      tasks.add(
          () ->
              answer(network.run(samples.get(sample), options, RunListener.NONE).outputs())
                  == labels[sample]);
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      int right = 0;
      for (Future<Boolean> answer : threads.invokeAll(tasks)) {
        right += answer.get() ? 1 : 0;
      }
      return (double) right / samples.size();
    } finally {
      threads.shutdownNow();
    }
  }

  private static int answer(Map<String, Tensor> outputs) {
    float[] logits = outputs.values().iterator().next().floats();
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }
}
