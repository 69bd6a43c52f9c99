package org.spikezip.integration.model;

import java.util.Map;
import java.util.SplittableRandom;
import org.spikezip.api.Samples;
import org.spikezip.ir.Tensor;

/**
 * More images than there are: beyond the last one they come again, each time with other noise.
 *
 * @param images one input {@code pixels}
 * @param size how many to give
 */
record NoisyImages(Samples images, int size) implements Samples {
  private static final double NOISE = 0.1;

  @Override
  public String source() {
    return images.source();
  }

  @Override
  public Map<String, Tensor> get(int index) {
    Map<String, Tensor> image = images.get(index % images.size());
    if (index < images.size()) {
      return image;
    }
    Tensor pixels = image.get("pixels");
    float[] values = pixels.floats();
    SplittableRandom random = new SplittableRandom(index);
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (NOISE * random.nextGaussian());
    }
    return Map.of("pixels", Tensor.of(values, pixels.dims()));
  }
}
