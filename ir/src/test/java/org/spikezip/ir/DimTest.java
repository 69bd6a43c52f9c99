package org.spikezip.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DimTest {
  @ParameterizedTest
  @CsvSource({
    "2,+,3,5",
    "n,+,0,n",
    "0,+,n,n",
    "n,+,1,(n+1)",
    "?,+,1,?",
    "n,+,?,?",
    "2,-,3,-1",
    "n,-,0,n",
    "n,-,n,0",
    "?,-,?,?",
    "n,-,1,(n-1)",
    "2,*,3,6",
    "n,*,1,n",
    "1,*,n,n",
    "n,*,0,0",
    "?,*,0,0",
    "n,*,m,(n*m)",
    "7,/,2,3",
    "-7,/,2,-3",
    "n,/,1,n",
    "n,/,n,1",
    "?,/,?,?",
    "1,/,0,(1/0)",
    "n,/,2,(n/2)"
  })
  void computes(String left, String operator, String right, String expected) {
    Dim a = dim(left);
    Dim b = dim(right);
    Dim result =
        switch (operator) {
          case "+" -> a.plus(b);
          case "-" -> a.minus(b);
          case "*" -> a.times(b);
          default -> a.dividedBy(b);
        };
    assertEquals(expected, result.toString());
  }

  private static Dim dim(String text) {
    return Character.isLetter(text.charAt(0)) || text.equals("?")
        ? Dim.symbol(text)
        : Dim.of(Long.parseLong(text));
  }

  @Test
  void doesNotOverflow() {
    assertThrows(ArithmeticException.class, () -> Dim.of(Long.MAX_VALUE).plus(Dim.of(1)));
    assertThrows(ArithmeticException.class, () -> Dim.of(Long.MAX_VALUE).times(Dim.of(2)));
  }

  @Test
  void formulasDoNotGrowForever() {
    Dim dim = Dim.symbol("n");
    for (int i = 0; i < 100; i++) {
      dim = dim.times(dim).plus(Dim.of(1));
    }
    assertEquals(Dim.UNKNOWN, dim);
  }

  @Test
  void shapesOfUnknownDimsAreCompatible() {
    Shape shape = Shape.of(List.of(Dim.symbol("n"), Dim.of(3)));
    assertTrue(shape.compatible(Shape.of(2, 3)));
    assertTrue(shape.compatible(Shape.UNKNOWN));
    assertFalse(shape.compatible(Shape.of(2, 4)));
    assertFalse(shape.compatible(Shape.of(2)));
    assertEquals("(n*3)", shape.elements().toString());
    assertEquals("[n,3]", shape.toString());
    assertEquals("[*]", Shape.UNKNOWN.toString());
  }

  @Test
  void countsAxesFromTheEnd() {
    Shape shape = Shape.of(2, 3, 4);
    assertEquals(Dim.of(4), shape.dim(-1));
    assertEquals(0, shape.axis(-3));
    assertThrows(SpikezipException.class, () -> shape.axis(3));
    assertThrows(SpikezipException.class, () -> shape.axis(-4));
    assertThrows(SpikezipException.class, Shape.UNKNOWN::rank);
  }

  @Test
  void limitsWhatABrokenFileMayClaim() {
    List<Dim> many = Collections.nCopies(65, Dim.of(1));
    assertThrows(SpikezipException.class, () -> Shape.of(many));
    assertTrue(Fact.of(ElementType.I64, 65).withElements(many).elements().isEmpty());
  }
}
