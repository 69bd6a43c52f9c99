package org.spikezip.backend.simulator;

import java.util.List;
import org.spikezip.ir.Tensor;

/** Codes times constant weights: a spike adds its weight row, times its size, to a row of sums. */
final class SynapseSums extends ProductSums {
  private final int[] weights;
  private final int columns;
  private final int[] seen;
  private final long[] sums;
  private final float[] out;
  private final int[] dims;
  private final float[] scale;
  private final float[] bias;

  SynapseSums(List<Tensor> operands) {
    Tensor codes = operands.get(0);
    weights = operands.get(1).ints();
    columns = operands.get(1).dim(1);
    dims = codes.dims();
    int inputs = dims[dims.length - 1];
    dims[dims.length - 1] = columns;
    seen = new int[codes.size()];
    int rows = inputs == 0 ? 0 : seen.length / inputs;
    sums = new long[rows * columns];
    out = new float[sums.length];
    scale = row(operands.get(2));
    boolean biased = operands.size() > 3 && operands.get(3).size() > 0;
    bias = biased ? row(operands.get(3)) : null;
    for (int row = 0; row < rows; row++) {
      decode(row);
    }
    integrate(operands);
    operations = 0;
    gradedOperations = 0;
  }

  private float[] row(Tensor values) {
    float[] given = values.floats();
    float[] all = new float[columns];
    for (int j = 0; j < columns; j++) {
      all[j] = given[given.length == 1 ? 0 : j];
    }
    return all;
  }

  @Override
  void integrate(List<Tensor> operands) {
    int[] codes = operands.get(0).ints();
    int inputs = columns == 0 || codes.length == 0 ? 1 : weights.length / columns;
    for (int from = 0; from < codes.length; from += inputs) {
      boolean changed = false;
      for (int k = 0; k < inputs; k++) {
        int spike = codes[from + k] - seen[from + k];
        if (spike != 0) {
          add(spike, k * columns, from / inputs * columns);
          count(spike, columns);
          changed = true;
        }
      }
      if (changed) {
        decode(from / inputs);
      }
    }
    System.arraycopy(codes, 0, seen, 0, codes.length);
  }

  private void add(long spike, int weight, int sum) {
    for (int j = 0; j < columns; j++) {
      sums[sum + j] += spike * weights[weight + j];
    }
  }

  private void decode(int row) {
    for (int j = 0; j < columns; j++) {
      float value = sums[row * columns + j] * scale[j];
      out[row * columns + j] = bias == null ? value : value + bias[j];
    }
  }

  @Override
  Tensor value(List<Tensor> operands) {
    return Tensor.of(out, dims);
  }

  @Override
  double macs() {
    return columns == 0 ? 0 : (double) seen.length * columns;
  }
}
