package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/**
 * The fit of all products with weights that take the codes of one site. Every second sample chooses
 * how much the fit may move the weights, then all of them make the fit.
 */
final class SiteFit {
  private static final double LEAST_IMPORTANCE = 1e-6;

  private final Plan plan;
  private final Site site;
  private final Thresholds thresholds;
  private final int[] rest;
  private final int[] channel;
  private final float[] offset;
  private final int channels;
  private final List<Target> targets = new ArrayList<>();
  private int columns;
  private Optional<CodeMoments> fit = Optional.empty();
  private Optional<CodeMoments> check = Optional.empty();

  /** A product, the sum that it goes into, and where its columns begin. */
  private record Target(Product.WithWeights product, Optional<Value> residual, int from) {
    int columns() {
      return product.weights().dim(1);
    }
  }

  SiteFit(Plan plan, Site site) {
    this.plan = plan;
    this.site = site;
    thresholds = plan.thresholds(site);
    rest = thresholds.rest().ints();
    channels = site.resting().count();
    channel = IntStream.range(0, rest.length).map(thresholds::channel).toArray();
    offset = new float[rest.length];
    for (int k = 0; k < offset.length; k++) {
      offset[k] = thresholds.offset(k);
    }
  }

  /** Adds a product; {@code residual} is the other operand of the sum that it goes into. */
  void add(Product.WithWeights product, Optional<Value> residual) {
    targets.add(new Target(product, residual, columns));
    columns += product.weights().dim(1);
  }

  /** Takes in samples; {@code first} is the index of the first. */
  void add(int first, List<Replay.Pair> samples) {
    List<Replay.Pair> even = new ArrayList<>();
    List<Replay.Pair> odd = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      ((first + i) % 2 == 0 ? even : odd).add(samples.get(i));
    }
    fit = Optional.of(added(fit, even));
    check = Optional.of(added(check, odd));
  }

  private CodeMoments added(Optional<CodeMoments> before, List<Replay.Pair> samples) {
    CodeMoments moments = before.orElseGet(() -> new CodeMoments(rest.length, columns));
    int tokens = 0;
    for (Replay.Pair pair : samples) {
      tokens += pair.quantized().get(site.value()).size() / channels;
    }
    float[] codes = new float[tokens * rest.length];
    float[] wanted = new float[tokens * columns];
    int at = 0;
    for (Replay.Pair pair : samples) {
      Tensor x = pair.quantized().get(site.value());
      encode(x.floats(), codes, at * rest.length);
      for (Target target : targets) {
        copy(target, pair, wanted, at);
      }
      at += x.size() / channels;
    }
    moments.add(codes, wanted);
    return moments;
  }

  /** The codes of a value by neuron, relative to the resting codes. */
  private void encode(float[] values, float[] codes, int at) {
    int tokens = values.length / channels;
    for (int i = 0; i < tokens * rest.length; i++) {
      int neuron = i % rest.length;
      float x = values[i / rest.length * channels + channel[neuron]] + offset[neuron];
      codes[at + i] = thresholds.rangeOfResting(neuron).code(x) - rest[neuron];
    }
  }

  /** What a product should give for a sample, its sum's own error included. */
  private void copy(Target target, Replay.Pair pair, float[] wanted, int firstToken) {
    float[] product = pair.floats().get(target.product.node().output()).floats();
    int width = target.columns();
    if (target.residual.isPresent()) {
      float[] right = pair.floats().get(target.residual.get()).floats();
      float[] wrong = pair.quantized().get(target.residual.get()).floats();
      for (int i = 0; right.length == product.length && i < product.length; i++) {
        product[i] += right[i] - wrong[i];
      }
    }
    for (int t = 0; t < product.length / width; t++) {
      int row = (firstToken + t) * columns + target.from;
      System.arraycopy(product, t * width, wanted, row, width);
    }
  }

  /** Decides the weights and the shift of every product. */
  void decide(Refit how) {
    double[] weights = folded();
    CodeMoments moments = fit.orElseThrow();
    CodeMoments others = check.orElseThrow();
    double strength = how.fit() ? RidgeFit.strength(weights, moments, others) : 0;
    moments.add(others);
    if (how.fit()) {
      weights = RidgeFit.fit(weights, moments, strength);
    }
    IntegerWeights all = rounded(weights, moments.covariance(), how);
    double[] shift = shift(all, moments);
    for (Target target : targets) {
      float[] own = new float[target.columns()];
      for (int j = 0; j < own.length; j++) {
        own[j] = (float) shift[target.from + j];
      }
      plan.decide(target.product.node(), part(all, target), Tensor.of(own, own.length));
    }
  }

  private IntegerWeights rounded(double[] weights, double[] covariance, Refit how) {
    if (how.feedback()) {
      return ErrorFeedback.round(weights, covariance, columns, how.format());
    }
    double[] importance = new double[rest.length];
    for (int k = 0; k < importance.length; k++) {
      importance[k] = covariance[k * rest.length + k] + LEAST_IMPORTANCE;
    }
    return WeightRounding.nearest(weights, importance, columns, how.format());
  }

  /** Weights with what codes are worth folded in, side by side. */
  private double[] folded() {
    double[] folded = new double[rest.length * columns];
    for (Target target : targets) {
      thresholds.fold(target.product.weights(), folded, target.from);
    }
    return folded;
  }

  /** What makes the mean right: wanted less what the mean codes give. */
  private double[] shift(IntegerWeights weights, CodeMoments moments) {
    double[] shift = moments.meanTargets();
    double[] mean = moments.meanCodes();
    int[] integers = weights.weights().ints();
    float[] scale = weights.scale().floats();
    for (int k = 0; k < rest.length; k++) {
      double code = mean[k] + rest[k];
      for (int j = 0; j < columns; j++) {
        shift[j] -= code * scale[j] * integers[k * columns + j];
      }
    }
    return shift;
  }

  private IntegerWeights part(IntegerWeights all, Target target) {
    int[] integers = all.weights().ints();
    int width = target.columns();
    long[] own = new long[rest.length * width];
    for (int i = 0; i < own.length; i++) {
      own[i] = integers[i / width * columns + target.from + i % width];
    }
    float[] scale = new float[width];
    System.arraycopy(all.scale().floats(), target.from, scale, 0, width);
    return new IntegerWeights(
        Tensor.ofLongs(all.weights().type(), own, rest.length, width), Tensor.of(scale, width));
  }
}
