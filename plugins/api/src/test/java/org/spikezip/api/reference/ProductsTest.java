package org.spikezip.api.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.spikezip.api.reference.Evaluate.floats;
import static org.spikezip.api.reference.Evaluate.longs;
import static org.spikezip.api.reference.Evaluate.one;
import static org.spikezip.api.reference.Evaluate.random;
import static org.spikezip.api.reference.Evaluate.rejects;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Patches;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Transpose;

final class ProductsTest {
  @ParameterizedTest
  @CsvSource({"1,1,1", "3,5,7", "2,64,17", "4,0,3", "0,3,2", "5,33,1"})
  void everySumRunsInOrder(int m, int k, int n) {
    float[] a = random(1, m, k).floats();
    float[] b = random(2, k, n).floats();
    float[] expected = new float[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0f;
        for (int p = 0; p < k; p++) {
          float product = a[i * k + p] * b[p * n + j];
          sum += product;
        }
        expected[i * n + j] = sum;
      }
    }
    assertEquals(
        Tensor.of(expected, m, n), one(new MatMul(), Tensor.of(a, m, k), Tensor.of(b, k, n)));
  }

  @Test
  void leadingAxesBroadcast() {
    Tensor a = random(1, 2, 1, 3, 4);
    Tensor b = random(2, 5, 4, 2);
    Tensor product = one(new MatMul(), a, b);
    assertArrayEquals(new int[] {2, 5, 3, 2}, product.dims());
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 5; j++) {
        Tensor left = part(a, i * 12, 3, 4);
        Tensor right = part(b, j * 8, 4, 2);
        assertEquals(one(new MatMul(), left, right), part(product, (i * 5 + j) * 6, 3, 2));
      }
    }
  }

  private static Tensor part(Tensor x, int from, int... dims) {
    float[] values = new float[Operands.count(dims)];
    System.arraycopy(x.floats(), from, values, 0, values.length);
    return Tensor.of(values, dims);
  }

  @Test
  void vectorsAreRowsOrColumns() {
    Tensor m = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertEquals(floats(14, 32), one(new MatMul(), m, floats(1, 2, 3)));
    assertEquals(floats(9, 12, 15), one(new MatMul(), floats(1, 2), m));
    assertEquals(Tensor.scalar(11f), one(new MatMul(), floats(1, 2), floats(3, 4)));
  }

  @Test
  void otherTypes() {
    assertEquals(Tensor.scalar(11L), one(new MatMul(), longs(1, 2), longs(3, 4)));
    assertEquals(
        Tensor.of(new int[] {1 << 31}),
        one(new MatMul(), Evaluate.ints(1 << 16, 0), Evaluate.ints(1 << 15, 7)));
    Cast wide = new Cast(ElementType.F64);
    Tensor third =
        one(new Binary(BinaryKind.DIV), one(wide, floats(1, 1)), one(wide, floats(3, 3)));
    assertEquals(1.0 / 9 + 1.0 / 9, one(new MatMul(), third, third).bytes().getDouble(0));
    Cast half = new Cast(ElementType.F16);
    assertEquals(
        one(half, Tensor.scalar(11f)),
        one(new MatMul(), one(half, floats(1, 2)), one(half, floats(3, 4))));
  }

  @Test
  void nothingIsSkipped() {
    Tensor infinity = Tensor.of(new float[] {Float.POSITIVE_INFINITY}, 1, 1);
    assertEquals(
        Float.NaN, one(new MatMul(), Tensor.of(new float[] {0}, 1, 1), infinity).floats()[0]);
    Tensor zero = one(new MatMul(), floats(-0f), floats(1));
    assertEquals(0, zero.bytes().getInt(0), "a sum starts at +0");
  }

  @Test
  void matricesMustFit() {
    rejects(
        ErrorCode.MALFORMED,
        "the inner dimensions of [2,3] and [2,3] differ",
        new MatMul(),
        random(1, 2, 3),
        random(2, 2, 3));
    rejects(ErrorCode.MALFORMED, "at least vectors", new MatMul(), Tensor.scalar(1f), floats(1));
  }

  @Test
  void convolutionByHand() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
    Tensor w = Tensor.of(new float[] {1, 0, 0, 1, 0, 1, 0, 0}, 2, 1, 2, 2);
    Conv plain = new Conv(List.of(1, 1), List.of(0, 0, 0, 0), List.of(1, 1), 1);
    assertEquals(Tensor.of(new float[] {6, 8, 12, 14, 2, 3, 5, 6}, 1, 2, 2, 2), one(plain, x, w));
    assertEquals(
        Tensor.of(new float[] {7, 9, 13, 15, 22, 23, 25, 26}, 1, 2, 2, 2),
        one(plain, x, w, floats(1, 20)));
    Conv padded = new Conv(List.of(2, 2), List.of(1, 1, 0, 0), List.of(1, 1), 1);
    assertEquals(Tensor.of(new float[] {1, 3, 7, 14, 0, 0, 4, 6}, 1, 2, 2, 2), one(padded, x, w));
  }

  @ParameterizedTest
  @CsvSource({"1,1,0,1", "2,2,1,2", "4,1,2,1", "1,3,1,2"})
  void convolutionRunsInOrderOfChannelAndPlace(int groups, int stride, int pad, int dilation) {
    int channels = 4;
    int made = 8;
    Tensor x = random(1, 2, channels, 6, 7);
    Tensor w = random(2, made, channels / groups, 2, 3);
    Tensor bias = random(3, made);
    Conv op =
        new Conv(
            List.of(stride, stride),
            List.of(pad, pad, pad, pad),
            List.of(dilation, dilation),
            groups);
    Tensor y = one(op, x, w, bias);
    int index = 0;
    for (int n = 0; n < 2; n++) {
      for (int m = 0; m < made; m++) {
        for (int i = 0; i < y.dim(2); i++) {
          for (int j = 0; j < y.dim(3); j++) {
            float sum = 0f;
            for (int c = 0; c < channels / groups; c++) {
              int channel = m / (made / groups) * (channels / groups) + c;
              for (int a = 0; a < 2; a++) {
                for (int b = 0; b < 3; b++) {
                  int row = i * stride + a * dilation - pad;
                  int column = j * stride + b * dilation - pad;
                  boolean inside = row >= 0 && row < 6 && column >= 0 && column < 7;
                  float value =
                      inside ? x.floats()[((n * channels + channel) * 6 + row) * 7 + column] : 0f;
                  sum += value * w.floats()[((m * (channels / groups) + c) * 2 + a) * 3 + b];
                }
              }
            }
            assertEquals(sum + bias.floats()[m], y.floats()[index++]);
          }
        }
      }
    }
  }

  @Test
  void convolutionIsPatchesTimesWeights() {
    Tensor x = random(1, 2, 3, 5, 6);
    Tensor w = random(2, 4, 3, 2, 2);
    List<Integer> strides = List.of(1, 2);
    List<Integer> pads = List.of(0, 1, 1, 0);
    List<Integer> dilations = List.of(2, 1);
    Tensor patches = one(new Patches(List.of(2, 2), strides, pads, dilations), x);
    Tensor matrix = one(new Transpose(List.of(1, 0)), one(new Reshape(false), w, longs(4, -1)));
    Tensor product = one(new MatMul(), patches, matrix);
    Tensor y = one(new Conv(strides, pads, dilations, 1), x, w);
    assertEquals(
        y.reshape(2, 4, y.dim(2) * y.dim(3)), one(new Transpose(List.of(0, 2, 1)), product));
  }

  @Test
  void convolutionInOneAndThreeDimensions() {
    Conv line = new Conv(List.of(1), List.of(1, 1), List.of(1), 1);
    assertEquals(
        Tensor.of(new float[] {2, 5, 8, 3}, 1, 1, 4),
        one(
            line,
            Tensor.of(new float[] {1, 2, 3}, 1, 1, 3),
            Tensor.of(new float[] {1, 2}, 1, 1, 2)));
    Conv three = new Conv(List.of(1, 1, 1), List.of(0, 0, 0, 0, 0, 0), List.of(1, 1, 1), 1);
    assertEquals(
        Tensor.of(new float[] {36}, 1, 1, 1, 1, 1),
        one(
            three,
            Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 1, 2, 2, 2),
            Tensor.of(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, 1, 1, 2, 2, 2)));
  }

  @Test
  void weightsMustFit() {
    Conv op = new Conv(List.of(1), List.of(0, 0), List.of(1), 2);
    rejects(ErrorCode.MALFORMED, "2 groups", op, random(1, 1, 3, 4), random(2, 2, 1, 1));
    rejects(ErrorCode.MALFORMED, "the weights", op, random(1, 1, 2, 4), random(2, 2, 1));
    rejects(ErrorCode.MALFORMED, "a window of 5", op, random(1, 1, 2, 4), random(2, 2, 1, 5));
  }
}
