package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.Options;
import org.spikezip.api.PassContext;
import org.spikezip.api.PassResult;
import org.spikezip.api.Progress;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Samples;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.verify.GraphVerifier;

/** Runs the pass on graphs in text form; floats are evaluated by the reference. */
record Fixture(Options options, Optional<Samples> calibration, List<String> events)
    implements PassContext {
  private static final ReferenceEvaluator EVALUATOR = new ReferenceEvaluator(HostOps.NONE);

  static ReferenceEvaluator evaluator() {
    return EVALUATOR;
  }

  static Fixture withoutData() {
    return new Fixture(Options.NONE, Optional.empty(), new ArrayList<>());
  }

  static Fixture with(List<Map<String, Tensor>> samples) {
    return new Fixture(
        Options.NONE, Optional.of(Samples.of("made up", samples)), new ArrayList<>());
  }

  Fixture option(String name, String value) {
    return new Fixture(options.with(name, value), calibration, events);
  }

  /** Runs the pass and verifies what it makes. */
  PassResult quantize(Graph graph) {
    GraphVerifier.verify(graph);
    PassResult result = new QuantizePass().run(graph, this);
    GraphVerifier.verify(result.graph());
    return result;
  }

  static Map<String, Tensor> evaluate(Graph graph, Map<String, Tensor> inputs) {
    return EVALUATOR.evaluate(graph, inputs).outputs();
  }

  /** Numbers in −1..1 from a fixed stream. */
  static Tensor random(long seed, int... dims) {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return Tensor.of(values, dims);
  }

  /** Samples of one input. */
  static List<Map<String, Tensor>> samples(String input, int count, int... dims) {
    List<Map<String, Tensor>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(Map.of(input, random(i, dims)));
    }
    return samples;
  }

  /** Signal to noise in dB. */
  static double snr(Tensor expected, Tensor found) {
    float[] a = expected.floats();
    float[] b = found.floats();
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < a.length; i++) {
      signal += (double) a[i] * a[i];
      noise += Math.pow(a[i] - (double) b[i], 2);
    }
    return 10 * Math.log10(signal / Math.max(noise, 1e-30));
  }

  @Override
  public Executable compileFloat(Graph graph) {
    return new Executable() {
      @Override
      public RunResult run(
          Map<String, Tensor> inputs, RunOptions runOptions, RunListener listener) {
        return RunResult.ofOutputs(new HashMap<>(evaluate(graph, inputs)));
      }

      @Override
      public boolean isThreadSafe() {
        return true;
      }

      @Override
      public void close() {
        events.add("closed");
      }
    };
  }

  @Override
  public HostOps hostOps() {
    return HostOps.NONE;
  }

  @Override
  public Progress progress() {
    return (task, done, total) -> {
      synchronized (events) {
        events.add(task + " " + done + "/" + total);
      }
    };
  }
}
