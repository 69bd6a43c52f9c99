package org.spikezip.frontend.torch.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

class PickleReaderTest {
  private static Object read(String latin1) {
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    return PickleReader.read(
        "data.pkl", ByteBuffer.wrap(bytes), g -> g.module().startsWith("torch"));
  }

  private static SpikezipException fails(String latin1) {
    return assertThrows(SpikezipException.class, () -> read(latin1));
  }

  @Test
  void plainValues() {
    assertEquals(
        new PickledTuple(Arrays.asList(null, true, false, 5L, 258L, -2L, 1L << 40, 1.5, "é")),
        read(
            "\u0080\u0002(N\u0088\u0089K\u0005M\u0002\u0001J\u00fe\u00ff\u00ff\u00ff"
                + "\u008a\u0006\0\0\0\0\0\u0001G?\u00f8\0\0\0\0\0\0"
                + "X\u0002\0\0\0\u00c3\u00a9t."));
  }

  @Test
  void containersAreFilled() {
    assertEquals(List.of(1L, 2L, 3L), read("](K\u0001K\u0002eK\u0003a."));
    assertEquals(Map.of("a", 1L), read("}(X\u0001\0\0\0aK\u0001u."));
    assertEquals(Map.of(7L, List.of()), read("}K\u0007]s."));
  }

  @Test
  void whatIsKeptIsTheSameObject() {
    PickledTuple tuple = (PickledTuple) read("]q\u0001h\u0001\u0086.");
    assertSame(tuple.elements().get(0), tuple.elements().get(1));
    PickledTuple far = (PickledTuple) read("]r\u0001\u0002\0\0j\u0001\u0002\0\0\u0086.");
    assertSame(far.elements().get(0), far.elements().get(1));
  }

  @Test
  void circlesAreNoProblem() {
    List<?> list = (List<?>) read("]q\u0001h\u0001a.");
    assertSame(list, list.get(0));
  }

  @Test
  void callsAreKeptNotMade() {
    PickledObject object = (PickledObject) read("ctorch.nn\nLinear\n)\u0081}b.");
    assertEquals(new Global("torch.nn", "Linear"), object.callee());
    assertEquals(List.of(), object.arguments());
    assertEquals(Map.of(), object.state().orElseThrow());
  }

  @Test
  void ordinaryAttackIsRefusedByName() {
    SpikezipException e = fails("\u0080\u0002cos\nsystem\nX\u0002\0\0\0ls\u0085R.");
    assertEquals(ErrorCode.UNSUPPORTED, e.code());
    assertTrue(e.getMessage().contains("names os.system"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "K",
        "(",
        "t.",
        "K\u0001",
        ".",
        "h\u0005.",
        "K\u0001K\u0002R.",
        "K\u0001)b.",
        "X\u00ff\u00ff\u00ff\u00ffa.",
        "\u008a\u0009123456789.",
        "}](K\u0001u.",
        "}(K\u0001u.",
        "K\u0001K\u0002a.",
        "}](]K\u0001u.",
        "(K\u0001\u0087.",
        "ctorch",
        "\u00ff."
      })
  void damageIsMalformed(String latin1) {
    assertEquals(ErrorCode.MALFORMED, fails(latin1).code());
  }

  @Test
  void otherProtocolsAreTold() {
    assertTrue(fails("\u0080\u0004N.").getMessage().contains("protocol 4"));
  }
}
