package org.spikezip.backend.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.spikezip.backend.cpu.kernel.FunctionKernels;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.RowSpikes;
import org.spikezip.backend.cpu.kernel.SpikeRuns;
import org.spikezip.backend.cpu.kernel.Thresholds;
import org.spikezip.backend.cpu.kernel.Unsettled;
import org.spikezip.ir.op.Rounding;

/** Kernels in vectors of the machine's preferred width; tails go to the plain loops. */
public final class VectorKernels implements Kernels {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = INTS.length();

  private final Kernels plain = Kernels.scalar();
  private final FunctionKernels functions = new VectorFunctions();

  @Override
  public String description() {
    return INTS.vectorBitSize() + "-bit vectors";
  }

  @Override
  public FunctionKernels functions() {
    return functions;
  }

  @Override
  public byte[] arrange(byte[] weights, int columns) {
    return VectorRows.arrange(weights, columns);
  }

  @Override
  public void addRows(
      int[] sums, int stride, byte[] arranged, int inputs, SpikeRuns runs, int from, int to) {
    VectorRows.add(sums, stride, arranged, inputs, runs, from, to);
  }

  @Override
  public void addRows(int[] sums, int stride, short[] weights, SpikeRuns runs, int from, int to) {
    VectorRows.add(sums, stride, weights, runs, from, to);
  }

  @Override
  public void addRows(long[] sums, int stride, int[] weights, SpikeRuns runs, int from, int to) {
    VectorRows.add(sums, stride, weights, runs, from, to);
  }

  @Override
  public void addCodes(
      int[] sums, int s0, int[] codes, int c0, int stride, SpikeRuns runs, int run) {
    VectorCodes.add(sums, s0, codes, c0, stride, runs, run);
  }

  @Override
  public void multiply(
      int[] sums,
      int s0,
      int rows,
      int[] left,
      int l0,
      int depth,
      int[] right,
      int r0,
      int stride) {
    VectorCodes.multiply(sums, s0, rows, left, l0, depth, right, r0, stride);
  }

  @Override
  public void multiply(
      long[] sums,
      int s0,
      int rows,
      int[] left,
      int l0,
      int depth,
      int[] right,
      int r0,
      int stride) {
    VectorWideCodes.multiply(sums, s0, rows, left, l0, depth, right, r0, stride);
  }

  @Override
  public void affine(int[] sums, int s0, float[] scale, float[] bias, float[] out, int o0, int n) {
    int j = 0;
    for (; j + LANES <= n; j += LANES) {
      FloatVector sum =
          (FloatVector)
              IntVector.fromArray(INTS, sums, s0 + j).convertShape(VectorOperators.I2F, FLOATS, 0);
      sum.mul(FloatVector.fromArray(FLOATS, scale, j))
          .add(FloatVector.fromArray(FLOATS, bias, j))
          .intoArray(out, o0 + j);
    }
    for (; j < n; j++) {
      float product = sums[s0 + j] * scale[j];
      out[o0 + j] = product + bias[j];
    }
  }

  @Override
  public void scale(int[] sums, int s0, float[] scale, int c0, float[] out, int o0, int n) {
    int j = 0;
    for (; j + LANES <= n; j += LANES) {
      FloatVector sum =
          (FloatVector)
              IntVector.fromArray(INTS, sums, s0 + j).convertShape(VectorOperators.I2F, FLOATS, 0);
      sum.mul(FloatVector.fromArray(FLOATS, scale, c0 + j)).intoArray(out, o0 + j);
    }
    for (; j < n; j++) {
      out[o0 + j] = sums[s0 + j] * scale[c0 + j];
    }
  }

  @Override
  public int fire(
      Rounding rounding,
      float[] potential,
      int[] tracer,
      int at,
      int n,
      Thresholds thresholds,
      int p0,
      int maxSpike,
      int least,
      RowSpikes out) {
    return n >= VectorFiring.LANES
            && rounding == Rounding.HALF_EVEN
            && thresholds.within(VectorFiring.MOST_ROUNDABLE)
        ? VectorFiring.fire(potential, tracer, at, n, thresholds, p0, maxSpike, least, out)
        : plain.fire(rounding, potential, tracer, at, n, thresholds, p0, maxSpike, least, out);
  }

  @Override
  public void advance(Unsettled list, int from, int to, int maxSpike, int least, RowSpikes moved) {
    VectorFiring.advance(list, from, to, maxSpike, least, moved);
  }

  @Override
  public void difference(int[] codes, int[] before, int at, int n, RowSpikes out) {
    if (n >= VectorFiring.LANES) {
      VectorFiring.difference(codes, before, at, n, out);
    } else {
      plain.difference(codes, before, at, n, out);
    }
  }

  @Override
  public long hash(long layer, int first, RowSpikes spikes) {
    return VectorFiring.WIDE
        ? VectorFiring.hash(layer, first, spikes)
        : plain.hash(layer, first, spikes);
  }
}
