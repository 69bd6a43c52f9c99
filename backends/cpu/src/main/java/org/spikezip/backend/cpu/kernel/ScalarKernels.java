package org.spikezip.backend.cpu.kernel;

import java.util.Arrays;
import org.spikezip.api.SpikeTrainHash;
import org.spikezip.ir.op.Rounding;

/** Plain loops: the twin that runs everywhere. */
final class ScalarKernels implements Kernels {
  static final Kernels INSTANCE = new ScalarKernels();

  private ScalarKernels() {}

  @Override
  public String description() {
    return "plain loops";
  }

  @Override
  public FunctionKernels functions() {
    return FunctionKernels.scalar();
  }

  @Override
  public byte[] arrange(byte[] weights, int columns) {
    int stride = Kernels.padded(columns, PADDING);
    byte[] arranged = new byte[columns == 0 ? 0 : weights.length / columns * stride];
    for (int from = 0, to = 0; from < weights.length; from += columns, to += stride) {
      System.arraycopy(weights, from, arranged, to, columns);
    }
    return arranged;
  }

  @Override
  public void addRows(
      int[] sums, int stride, byte[] arranged, int inputs, SpikeRuns runs, int from, int to) {
    for (int run = 0; run < runs.count(); run++) {
      int s = runs.row(run) * stride;
      for (int i = runs.start(run); i < runs.end(run); i++) {
        int w = runs.index()[i] * stride;
        int by = runs.spike(run, i);
        for (int j = from; j < to; j++) {
          sums[s + j] += by * arranged[w + j];
        }
      }
    }
  }

  @Override
  public void addRows(int[] sums, int stride, short[] weights, SpikeRuns runs, int from, int to) {
    for (int run = 0; run < runs.count(); run++) {
      int s = runs.row(run) * stride;
      for (int i = runs.start(run); i < runs.end(run); i++) {
        int w = runs.index()[i] * stride;
        int by = runs.spike(run, i);
        for (int j = from; j < to; j++) {
          sums[s + j] += by * weights[w + j];
        }
      }
    }
  }

  @Override
  public void addRows(long[] sums, int stride, int[] weights, SpikeRuns runs, int from, int to) {
    for (int run = 0; run < runs.count(); run++) {
      int s = runs.row(run) * stride;
      for (int i = runs.start(run); i < runs.end(run); i++) {
        int w = runs.index()[i] * stride;
        long by = runs.spike(run, i);
        for (int j = from; j < to; j++) {
          sums[s + j] += by * weights[w + j];
        }
      }
    }
  }

  @Override
  public void addCodes(
      int[] sums, int s0, int[] codes, int c0, int stride, SpikeRuns runs, int run) {
    for (int i = runs.start(run); i < runs.end(run); i++) {
      addRow(sums, s0, runs.spike(run, i), codes, c0 + runs.index()[i] * stride, stride);
    }
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
    for (int i = 0; i < rows; i++) {
      Arrays.fill(sums, s0 + i * stride, s0 + (i + 1) * stride, 0);
      for (int k = 0; k < depth; k++) {
        addRow(sums, s0 + i * stride, left[l0 + i * depth + k], right, r0 + k * stride, stride);
      }
    }
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
    for (int i = 0; i < rows; i++) {
      Arrays.fill(sums, s0 + i * stride, s0 + (i + 1) * stride, 0);
      for (int k = 0; k < depth; k++) {
        long by = left[l0 + i * depth + k];
        for (int j = 0; j < stride; j++) {
          sums[s0 + i * stride + j] += by * right[r0 + k * stride + j];
        }
      }
    }
  }

  private static void addRow(int[] sums, int s0, int by, int[] codes, int c0, int n) {
    for (int j = 0; j < n; j++) {
      sums[s0 + j] += by * codes[c0 + j];
    }
  }

  @Override
  public void affine(int[] sums, int s0, float[] scale, float[] bias, float[] out, int o0, int n) {
    for (int j = 0; j < n; j++) {
      float product = sums[s0 + j] * scale[j];
      out[o0 + j] = product + bias[j];
    }
  }

  @Override
  public void scale(int[] sums, int s0, float[] scale, int c0, float[] out, int o0, int n) {
    for (int j = 0; j < n; j++) {
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
    int farthest = 0;
    for (int j = 0; j < n; j++) {
      int away = thresholds.code(rounding, potential[at + j], p0 + j) - tracer[at + j];
      int spike = Math.abs(away) < least ? 0 : Math.max(-maxSpike, Math.min(maxSpike, away));
      if (spike != 0) {
        tracer[at + j] += spike;
        out.add(j, spike);
      }
      farthest = Math.max(farthest, Math.abs(away - spike));
    }
    if (maxSpike == 1) {
      out.sortBySign();
    }
    return farthest;
  }

  @Override
  public void advance(Unsettled list, int from, int to, int maxSpike, int least, RowSpikes moved) {
    for (int i = from; i < to; i++) {
      int away = list.distance[i];
      int spike = Math.abs(away) < least ? 0 : Math.max(-maxSpike, Math.min(maxSpike, away));
      if (spike != 0) {
        moved.add(list.element[i], spike);
      }
      if (spike != away) {
        list.leftElement[list.left] = list.element[i];
        list.leftDistance[list.left++] = away - spike;
        list.farthest = Math.max(list.farthest, Math.abs(away - spike));
      }
    }
  }

  @Override
  public void difference(int[] codes, int[] before, int at, int n, RowSpikes out) {
    for (int j = 0; j < n; j++) {
      int moved = codes[at + j] - before[at + j];
      if (moved != 0) {
        out.add(j, moved);
      }
    }
  }

  @Override
  public long hash(long layer, int first, RowSpikes spikes) {
    long hash = 0;
    for (int i = 0; i < spikes.count; i++) {
      hash += SpikeTrainHash.event(layer, first + spikes.index[i], spikes.spike[i]);
    }
    return hash;
  }
}
