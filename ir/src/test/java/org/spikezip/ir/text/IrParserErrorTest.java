package org.spikezip.ir.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

class IrParserErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "grph | 1:1: expected 'graph', found 'grph'",
        "graph g | 1:7: expected the graph's name in quotes, found 'g'",
        "graph \"g | 1:9: expected '\"' at the end of a string, found the end",
        "graph \"g\" done { | 1:11: expected a stage (imported, canonical, quantized, spiking),"
            + " found 'done'",
        "graph \"g\" imported { | 1:21: expected '%', 'return' or '}', found the end",
        "graph \"g\" imported { } x | 1:24: expected the end, found 'x'",
        "graph \"\\x\" imported {} | 1:9: expected one of \\\" \\\\ \\n \\t \\u, found 'x'",
        "graph \"\\u00g0\" imported {} | 1:10: expected four hexadecimal digits, found '00g0'",
      })
  void saysWhereTheFileIsWrong(String text, String message) {
    assertMessage(message, text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "%x = neg(%0) | 3:2: expected a node number, found 'x'",
        "%-1 = neg(%0) | 3:2: expected a node number, found '-1'",
        "%99999999999 = neg(%0) | 3:2: expected a node number, found '99999999999'",
        "%0 = neg(%0) | 3:1: expected a new node, found %0 again",
        "%1 = neg(%7) | 3:10: expected a node of an earlier line, found %7",
        "%1 = neg(%0#1) | 3:10: expected one of 1 outputs, found %0#1",
        "%1 = neg(%0 | 4:1: expected ')', found '}'",
        "%1 = (%0) | 3:6: expected an operator, found '('",
        "%1 = nag(%0) | 3:1: %1 nag \"\": unknown operator 'nag'",
        "%1 \"y\" = neg(%0, %0) | 3:1: %1 neg \"y\": takes 1 inputs, found 2",
        "%1:2 = neg(%0) | 3:1: expected 1 outputs of neg, found 2",
        "%1 = neg(%0) : f32[3] | 3:1: %1 neg \"\": 3:14: expected the inferred types [f32[2]],"
            + " found [f32[3]]",
        "%1 = neg(%0) : f32[2], f32[2] | 3:1: %1 neg \"\": 3:14: expected the inferred types"
            + " [f32[2]], found [f32[2], f32[2]]",
        "%1 = neg(%0) : f33[2] | 3:16: expected an element type, found 'f33'",
        "%1 = neg(%0) : f32[2 | 4:1: expected ']', found '}'",
        "%1 = neg(%0) : f32[!] | 3:20: expected a dimension, found '!'",
        "%1 = neg(%0) : i32[2]<3..1> | 3:23: expected a range of 32-bit codes, found 3..1",
        "%1 = neg(%0) : f32[2]<0..1> | 3:23: expected no code range after f32 (codes are i32),"
            + " found '0..1'",
        "%1 = softmax(%0) {axis=} | 3:24: expected a value, found '}'",
        "%1 = softmax(%0) {axis=1, axis=2} | 3:27: expected a new attribute, found 'axis' again",
        "%1 = softmax(%0) {axis=0xabc} | 3:24: expected a value, found '0xabc'",
        "%1 = softmax(%0) {axis=1-2} | 3:24: expected a value, found '1-2'",
        "%1 = softmax(%0) {axis=[1, -]} | 3:25: expected a list of numbers, found [1, -]",
        "%1 = softmax(%0) {axis=\"a\"} | 3:1: %1 softmax \"\": operator 'softmax': attribute 'axis'"
            + " must be Whole, found Text[value=a]",
        "%1 = softmax(%0) | 3:1: %1 softmax \"\": operator 'softmax': attribute 'axis' must be"
            + " Whole, found nothing",
        "%1 = softmax(%0) {axis=3000000000} | 3:1: %1 softmax \"\": operator 'softmax': integer"
            + " overflow",
        "%1 = input | 4:1: expected ':' and the type of the input, found '}'",
        "%1 = constant {value=f32[2] [1]} | 3:29: expected 2 elements, found 1",
        "%1 = constant {value=i8[1] [128]} | 3:28: expected elements of i8, found 128 does not fit"
            + " into i8",
        "%1 = constant {value=f32[1] [x]} | 3:29: expected elements of f32, found For input string:"
            + " \"x\"",
        "%1 = constant {value=f32[n] iota} | 3:22: expected a tensor of fixed dims and at most 2^26"
            + " elements, found f32[n]",
        "%1 = constant {value=f32[99999,99999] iota} | 3:22: expected a tensor of fixed dims and at"
            + " most 2^26 elements, found f32[99999,99999]",
        "%1 = constant {value=f32[-1] iota} | 3:22: expected a tensor of fixed dims and at most"
            + " 2^26 elements, found f32[-1]",
        "%1 = constant {value=f32[4] zeros} | 3:29: expected one of [ # splat( random( iota, found"
            + " 'zeros'",
        "%1 = constant {value=f32[4] #00} | 3:29: expected a known tensor, found f32[4] #00, which"
            + " is not",
        "return \"y\" %0 | 3:12: expected '=', found '%'",
        "return y = %0 | 3:8: expected the name of a result in quotes, found 'y'",
      })
  void saysWhereTheLineIsWrong(String line, String message) {
    assertMessage(message, "graph \"g\" imported {\n%0 = input : f32[2]\n" + line + "\n}");
  }

  private static void assertMessage(String message, String text) {
    SpikezipException e = assertThrows(SpikezipException.class, () -> IrParser.parse(text.strip()));
    assertEquals(message, e.getMessage());
    assertTrue(e.code() == ErrorCode.MALFORMED || e.code() == ErrorCode.UNSUPPORTED);
  }

  @Test
  void brokenTextGivesNoOtherError() {
    String good =
        """
        graph "g" quantized {
          meta "k" = "v\\n"
          %0 "x" = input : f32[batch,2]
          %1 "t" = constant {value=f32[1] [0.5]}
          %2 "low" = constant {value=i32[1] [-8]}
          %3 "high" = constant {value=i32[1] [7]}
          %4 "q" = quantizer(%0, %1, %2, %3) {max=7, min=-8, rounding="half_up"} : i32[batch,2]<-8..7>
          %5:2 "s" = split(%4) {axis=1, sizes=[1, 1]} : i32[batch,1]<-8..7>, i32[batch,1]<-8..7>
          %6 "n" = layer_norm(%0, %1, _) {axis=-1, epsilon=1.0E-5} : f32[batch,2]
          return "y" = %5#1, "n" = %6
        }
        """;
    IrParser.parse(good);
    String letters = "%#\"{}[]<>()=:,.-0197xeEN_?*/\\\n \u00e9if";
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder(good);
      for (int j = random.nextInt(3); j >= 0; j--) {
        int at = random.nextInt(text.length());
        char letter = letters.charAt(random.nextInt(letters.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, letter);
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, letter);
        }
      }
      parseOrFail(text.toString());
    }
    for (int i = 0; i < good.length(); i++) {
      parseOrFail(good.substring(0, i));
    }
  }

  private static void parseOrFail(String text) {
    try {
      String printed = IrPrinter.print(IrParser.parse(text));
      assertEquals(printed, IrPrinter.print(IrParser.parse(printed)));
    } catch (SpikezipException e) {
      assertTrue(e.code() != ErrorCode.INTERNAL, e::getMessage);
    }
  }
}
