package org.spikezip.frontend.torch.aten;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;

class AffineTest {
  private static Affine grid(float scale, long zeroPoint) {
    return new Affine(Tensor.scalar(scale), Tensor.scalar(zeroPoint), 0, 0, 0)
        .within(ElementType.I8);
  }

  /**
   * PyTorch's observers choose scales that put the largest weight of a channel on a tie, so that
   * multiplying by the reciprocal and dividing often differ.
   */
  @Test
  void tiesGoWhereTorchSendsThem() {
    int differ = 0;
    for (int i = 1; i < 2000; i++) {
      float largest = i / 977f;
      float scale = largest / 127.5f;
      float value = -largest;
      long code =
          grid(scale, 0).codes(Tensor.of(new float[] {value}, 1), ElementType.I8).longs()[0];
      assertEquals(Math.max(-128, (long) Math.rint(value * (1 / scale))), code);
      differ += (long) Math.rint(value / scale) == code ? 0 : 1;
    }
    assertTrue(differ > 0);
  }

  @Test
  void codesStayWithinTheType() {
    Tensor x = Tensor.of(new float[] {-1000, -0.25f, 0.75f, 1000}, 4);
    assertArrayEquals(new long[] {-128, 3, 5, 127}, grid(0.5f, 3).codes(x, ElementType.I8).longs());
  }
}
