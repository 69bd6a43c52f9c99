package org.spikezip.pass.quantize;

import java.util.Arrays;
import java.util.Optional;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/**
 * How much the error of each factor of a weighted mean counts in the mean. With rows of weights
 * that sum to r_i, an error of P_ij is multiplied by V_j/r_i, and one of V_j by P_ij/r_i; errors of
 * different numbers do not go together.
 *
 * @param other the other factor
 * @param left whether the number is one of P, the left factor
 */
record ErrorWeights(Value other, boolean left) {
  /**
   * The weight of every number of a factor, up to a constant; empty if the leading axes of the two
   * differ.
   *
   * @param own this factor
   * @param factor the other
   */
  Optional<float[]> of(Tensor own, Tensor factor) {
    Tensor p = left ? own : factor;
    Tensor v = left ? factor : own;
    int rank = p.rank();
    boolean alike =
        rank >= 2
            && v.rank() == rank
            && p.dim(-1) == v.dim(-2)
            && Arrays.equals(p.dims(), 0, rank - 2, v.dims(), 0, rank - 2);
    if (!alike) {
      return Optional.empty();
    }
    int rows = p.dim(-2);
    int positions = p.dim(-1);
    int channels = v.dim(-1);
    int blocks = rows * positions == 0 ? 0 : p.size() / (rows * positions);
    float[] weights = new float[own.size()];
    float[] probabilities = p.floats();
    float[] values = v.floats();
    for (int block = 0; block < blocks; block++) {
      int start = block * rows * positions;
      float[] row = inverseSums(probabilities, start, rows, positions);
      if (left) {
        float[] power = powers(values, block * positions * channels, positions, channels);
        for (int i = 0; i < rows * positions; i++) {
          weights[start + i] = power[i % positions] * row[i / positions];
        }
      } else {
        for (int j = 0; j < positions; j++) {
          float sum = 0;
          for (int i = 0; i < rows; i++) {
            float x = probabilities[start + i * positions + j];
            sum += x * x * row[i];
          }
          int at = (block * positions + j) * channels;
          Arrays.fill(weights, at, at + channels, sum);
        }
      }
    }
    return Optional.of(weights);
  }

  /** 1/r² by row; 0 for rows of zeros. */
  private static float[] inverseSums(float[] numbers, int start, int rows, int columns) {
    float[] sums = new float[rows];
    for (int i = 0; i < rows * columns; i++) {
      sums[i / columns] += numbers[start + i];
    }
    for (int i = 0; i < rows; i++) {
      sums[i] = sums[i] > 0 ? 1 / (sums[i] * sums[i]) : 0;
    }
    return sums;
  }

  /** |V_j|². */
  private static float[] powers(float[] numbers, int start, int rows, int columns) {
    float[] powers = new float[rows];
    for (int i = 0; i < rows * columns; i++) {
      powers[i / columns] += numbers[start + i] * numbers[start + i];
    }
    return powers;
  }
}
