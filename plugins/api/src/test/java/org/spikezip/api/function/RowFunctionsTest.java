package org.spikezip.api.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowFunctionsTest {
  private static final float INF = Float.POSITIVE_INFINITY;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 33, 129, 1021})
  void softmaxIsNearTheExactOneAndSumsToOne(int n) {
    float[] row = Rows.random(n, 20f);
    double sum = 0;
    for (float x : row) {
      sum += Math.exp(x);
    }
    float[] softmax = new float[n];
    float[] logSoftmax = new float[n];
    Softmax.row(row, 0, softmax, 0, n);
    LogSoftmax.row(row, 0, logSoftmax, 0, n);
    double total = 0;
    for (int i = 0; i < n; i++) {
      double exact = Math.exp(row[i]) / sum;
      assertEquals(exact, softmax[i], exact * 3e-6);
      assertEquals(Math.log(exact), logSoftmax[i], 4e-6);
      total += softmax[i];
    }
    assertEquals(1.0, total, 5e-7);
  }

  @Test
  void stridedRowsAreTheSameRows() {
    float[] row = Rows.random(37, 8f);
    float[] expected = new float[37];
    Softmax.row(row, 0, expected, 0, 37);
    float[] out = new float[37 * 3 + 1];
    Softmax.row(Rows.place(row, 4, 2), 4, 2, out, 1, 3, 37);
    float[] expectedLog = new float[37];
    LogSoftmax.row(row, 0, expectedLog, 0, 37);
    float[] outLog = new float[37 * 3 + 1];
    LogSoftmax.row(Rows.place(row, 4, 2), 4, 2, outLog, 1, 3, 37);
    for (int i = 0; i < 37; i++) {
      assertEquals(expected[i], out[1 + 3 * i]);
      assertEquals(expectedLog[i], outLog[1 + 3 * i]);
    }
  }

  @Test
  void maskedElementsGetZero() {
    float[] out = new float[3];
    Softmax.row(new float[] {-INF, 2f, -3e38f}, 0, out, 0, 3);
    assertArrayEquals(new float[] {0f, 1f, 0f}, out);
  }

  @Test
  void rowsWithoutAnswerAreNan() {
    float[] nan = {Float.NaN, Float.NaN};
    for (float[] row : new float[][] {{-INF, -INF}, {INF, 1f}, {Float.NaN, 1f}}) {
      float[] out = row.clone();
      Softmax.row(out, 0, out, 0, 2);
      assertArrayEquals(nan, out);
      out = row.clone();
      LogSoftmax.row(out, 0, out, 0, 2);
      assertArrayEquals(nan, out);
    }
  }

  @Test
  void emptyRowsWriteNothing() {
    float[] out = {7f};
    Softmax.row(out, 0, out, 0, 0);
    LogSoftmax.row(out, 0, out, 0, 0);
    LayerNorm.row(out, 0, out, 0, out, 0, out, 0, 0, 1e-5f);
    RmsNorm.row(out, 0, out, 0, out, 0, 0, 1e-5f);
    assertArrayEquals(new float[] {7f}, out);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 31, 384, 769})
  void normsAreNearTheExactOnes(int n) {
    float[] row = Rows.random(n, 6f);
    float[] gamma = Rows.random(n + 1, 2f);
    float[] beta = Rows.random(n + 2, 2f);
    double mean = 0;
    double square = 0;
    for (float x : row) {
      mean += (double) x / n;
      square += (double) x * x / n;
    }
    double variance = 0;
    for (float x : row) {
      variance += (x - mean) * (x - mean) / n;
    }
    float[] in = Rows.place(row, 5, 1);
    float[] layer = new float[n + 2];
    float[] rms = new float[n + 2];
    LayerNorm.row(in, 5, gamma, 1, beta, 2, layer, 2, n, 1e-5f);
    RmsNorm.row(in, 5, gamma, 1, rms, 2, n, 1e-5f);
    for (int i = 0; i < n; i++) {
      double normal = (row[i] - mean) / Math.sqrt(variance + 1e-5f);
      assertEquals(normal * gamma[i + 1] + beta[i + 2], layer[i + 2], 3e-6);
      assertEquals(row[i] / Math.sqrt(square + 1e-5f) * gamma[i + 1], rms[i + 2], 3e-6);
    }
  }

  @Test
  void layerNormKeepsTheWrittenOrder() {
    float[] row = {1f, 2f, 4f};
    float[] out = new float[3];
    LayerNorm.row(row, 0, new float[] {3f, 3f, 3f}, 0, new float[3], 0, out, 0, 3, 0.1f);
    float mean = (1f + (2f + 0f) + 4f) / 3f;
    float a = 1f - mean;
    float b = 2f - mean;
    float c = 4f - mean;
    float inverse = 1f / (float) Math.sqrt((a * a + c * c + b * b) / 3f + 0.1f);
    assertArrayEquals(
        new float[] {(a * inverse) * 3f, (b * inverse) * 3f, (c * inverse) * 3f}, out);
  }
}
