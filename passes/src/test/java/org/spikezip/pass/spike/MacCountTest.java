package org.spikezip.pass.spike;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.api.MacCount;
import org.spikezip.ir.text.IrParser;

/** {@link MacCount} on graphs of all kinds of products. */
class MacCountTest {
  private static MacCount count(String stage, String lines, Map<String, Long> sizes) {
    return MacCount.of(IrParser.parse("graph \"g\" " + stage + " {\n" + lines + "}\n"), sizes);
  }

  @Test
  void takesSizesForSymbols() {
    String lines =
        """
        %0 "x" = input : f32[batch,seq,4]
        %1 = constant {value=f32[4,3] random(1)}
        %2 = matmul(%0, %1)
        return "y" = %2
        """;
    assertEquals(2 * 5 * 4 * 3, count("imported", lines, Map.of("batch", 2L, "seq", 5L)).total());
    assertEquals(16 * 4 * 3, count("imported", lines, Map.of()).total());
  }

  @Test
  void countsProductsOfTheHost() {
    String lines =
        """
        %0 "x" = input : u8[5,4]
        %1 = constant {value=u8[4,3] random(1)}
        %2 = host(%0, %1) {domain="", node=0x, opset=11, type="MatMulInteger"} : i32[5,3]
        return "y" = %2
        """;
    MacCount macs = count("imported", lines, Map.of());
    assertEquals(5 * 4 * 3, macs.total());
    assertEquals(0, macs.spiking());
  }

  @Test
  void countsConvolutionsByGroup() {
    String lines =
        """
        %0 "x" = input : f32[1,4,5,5]
        %1 = constant {value=f32[6,2,3,3] random(1)}
        %2 = conv(%0, %1) {dilations=[1, 1], group=2, pads=[1, 1, 1, 1], strides=[1, 1]}
        return "y" = %2
        """;
    assertEquals(6 * 25 * 2 * 9, count("imported", lines, Map.of()).total());
  }

  @Test
  void knowsWhatSpikes() {
    String lines =
        """
        %0 "x" = input : f32[1,2,4]
        %1 = constant {value=f32[] [0.5]}
        %2 = constant {value=i32[] [-8]}
        %3 = constant {value=i32[] [7]}
        %4 = quantizer(%0, %1, %2, %3) {max=7, min=-8, rounding="half_even"}
        %5 = transpose(%4) {perm=[0, 2, 1]}
        %6 = bilinear(%4, %5, %1)
        %7 = matmul(%6, %6)
        return "y" = %7
        """;
    MacCount macs = count("quantized", lines, Map.of());
    assertEquals(2 * 2 * 4 + 2 * 2 * 2, macs.total());
    assertEquals(2 * 2 * 4, macs.spiking());
    assertEquals(16.0 / 24, macs.spikingShare());
  }

  @Test
  void hasNoShareWithoutProducts() {
    String lines =
        """
        %0 "x" = input : f32[1,2,4]
        return "y" = %0
        """;
    assertEquals(0, count("imported", lines, Map.of()).spikingShare());
  }
}
