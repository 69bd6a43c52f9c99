package org.spikezip.ir.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.spikezip.ir.Graph;
import org.spikezip.ir.RandomGraphs;
import org.spikezip.ir.verify.GraphVerifier;

class RandomRoundTripTest {
  @Test
  void graphsComeBackEqual() {
    for (int seed = 0; seed < 100; seed++) {
      Graph graph = RandomGraphs.of(seed);
      GraphVerifier.verify(graph);
      String text = IrPrinter.print(graph);
      Graph again = IrParser.parse(text);
      assertEquals(graph, again);
      assertEquals(text, IrPrinter.print(again));
    }
  }

  @Test
  void decimalsComeBackEqual() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 3_000; i++) {
      float single = Float.intBitsToFloat(random.nextInt());
      assertEquals(single, Float.parseFloat(Literals.decimal(single)));
      double wide = Double.longBitsToDouble(random.nextLong());
      assertEquals(wide, Double.parseDouble(Literals.decimal(wide)));
    }
  }

  @Test
  void decimalsAreShort() {
    assertEquals("0.001", Literals.decimal(0.001f));
    assertEquals("1.0E-4", Literals.decimal(1e-4f));
    assertEquals("1.25E-4", Literals.decimal(1.25e-4f));
    assertEquals("9999999.0", Literals.decimal(9999999f));
    assertEquals("1.0E7", Literals.decimal(1e7f));
    assertEquals("-1.0E10", Literals.decimal(-1e10f));
    assertEquals("1.0E-45", Literals.decimal(Float.MIN_VALUE));
    assertEquals("100.0", Literals.decimal(100.0));
  }
}
