package org.spikezip.host.sample;

import java.util.SplittableRandom;

/** Numbers of the standard normal distribution, the same on every Java. Source: Box and Muller. */
final class Normal {
  private Normal() {}

  static double next(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
