package org.spikezip.backend.simulator;

import java.util.List;
import org.spikezip.ir.Tensor;

/** The integer sums that spikes are added to, of one product of codes. */
abstract class ProductSums {
  /** Additions so far. */
  long operations;

  /** Additions so far of spikes larger than 1, which are multiplications as well. */
  long gradedOperations;

  /** Takes in how codes differ from those seen last. */
  abstract void integrate(List<Tensor> operands);

  /** The product as floats. */
  abstract Tensor value(List<Tensor> operands);

  /** Additions to each sum of a column when everything arrives once. */
  abstract double macs();

  final void count(int spike, int additions) {
    operations += additions;
    gradedOperations += Math.abs(spike) > 1 ? additions : 0;
  }
}
