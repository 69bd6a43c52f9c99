package org.spikezip.backend.nir;

import java.util.Optional;

/** What a synapse does to its sums, in float32: times a scale above 0, then plus a bias. */
final class Scaling {
  private final float[] scale;
  private final Optional<float[]> bias;

  /**
   * A scaling.
   *
   * @param scale one a channel
   * @param bias one a channel
   */
  Scaling(float[] scale, Optional<float[]> bias) {
    this.scale = scale;
    this.bias = bias;
  }

  float[] scale() {
    return scale;
  }

  Optional<float[]> bias() {
    return bias;
  }

  /** That of some of the channels. */
  Scaling selected(Selection selection) {
    return new Scaling(selection.of(scale), bias.map(selection::of));
  }

  float at(int channel, float sum) {
    float product = sum * scale[channel];
    return bias.isPresent() ? product + bias.get()[channel] : product;
  }
}
