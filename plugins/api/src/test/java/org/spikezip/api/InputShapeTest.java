package org.spikezip.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

class InputShapeTest {
  @Test
  void readsSizesOpenOnesAndTypes() {
    assertEquals(
        List.of(
            new InputShape("ids", List.of(Dim.of(2), Dim.UNKNOWN), Optional.of(ElementType.I64)),
            new InputShape("a=b", List.of(Dim.of(7)), Optional.empty())),
        InputShape.parse("ids=2x?:i64, a=b=7"));
  }

  @Test
  void printsWhatItReads() {
    assertEquals("[ids=2x?:i64, x=3]", InputShape.parse("ids=2x?:i64,x=3").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "x=", "=2", "x=2x", "x=2x-1", "x=2:", "x=2:long", "x=2,"})
  void refusesOtherForms(String text) {
    SpikezipException e = assertThrows(SpikezipException.class, () -> InputShape.parse(text));
    assertEquals(ErrorCode.USAGE, e.code());
  }
}
