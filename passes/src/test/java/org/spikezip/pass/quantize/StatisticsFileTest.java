package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.artifact.Artifact;
import org.spikezip.ir.text.IrParser;

class StatisticsFileTest {
  private static final String TWO =
      """
      graph "two" canonical {
        %0 "x" = input : f32[batch,4]
        %1 "w1" = constant {value=f32[4,6] random(1)}
        %2 "h" = matmul(%0, %1)
        %3 "g" = gelu(%2)
        %4 "w2" = constant {value=f32[6,3] random(2)}
        %5 "y" = matmul(%3, %4)
        return "y" = %5
      }
      """;

  private static final List<Map<String, Tensor>> SAMPLES = Fixture.samples("x", 20, 1, 4);

  @TempDir private Path folder;

  @Test
  void theSecondTimeNothingIsMeasuredAndTheResultIsTheSame() {
    Graph graph = IrParser.parse(TWO);
    Graph without = Fixture.with(SAMPLES).quantize(graph).graph();
    Graph first = fixture("default").quantize(graph).graph();
    Fixture again = fixture("default");
    Graph second = again.quantize(graph).graph();
    assertEquals(without.nodes(), first.nodes());
    assertEquals(first.nodes(), second.nodes());
    assertTrue(again.events().stream().noneMatch(e -> e.startsWith("calibrate")));
  }

  @Test
  void theFileTellsWhatItHolds() {
    fixture("plain").quantize(IrParser.parse(TWO));
    Graph file = Artifact.read(path());
    assertEquals("made up", file.metadata().get("statistics.data"));
    assertEquals("20", file.metadata().get("statistics.samples"));
    String line = file.metadata().get("statistics.of.g[-1]");
    assertTrue(line.startsWith("groups=6 range="), line);
    assertTrue(line.endsWith("tokens=20"), line);
  }

  @Test
  void whatIsMissingIsMeasuredAndAdded() {
    fixture("plain").quantize(IrParser.parse(TWO));
    Fixture other = fixture("plain").option("granularity", "tensor");
    other.quantize(IrParser.parse(TWO));
    assertTrue(other.events().stream().anyMatch(e -> e.startsWith("calibrate")));
    Map<String, String> told = Artifact.read(path()).metadata();
    assertTrue(told.containsKey("statistics.of.g[-1]"), told.toString());
    assertTrue(told.containsKey("statistics.of.g[][-1]"), told.toString());
  }

  @Test
  void otherDataIsAnErrorThatSaysSo() {
    fixture("plain").quantize(IrParser.parse(TWO));
    Fixture other =
        Fixture.with(Fixture.samples("x", 19, 1, 4)).option("statistics", path().toString());
    SpikezipException e =
        assertThrows(SpikezipException.class, () -> other.quantize(IrParser.parse(TWO)));
    assertEquals(ErrorCode.USAGE, e.code());
    assertTrue(e.getMessage().contains(path().toString()), e.getMessage());
  }

  @Test
  void anotherFileIsRefused() throws Exception {
    Files.writeString(path(), "no statistics");
    SpikezipException e =
        assertThrows(SpikezipException.class, () -> fixture("plain").quantize(IrParser.parse(TWO)));
    assertEquals(ErrorCode.MALFORMED, e.code());
  }

  private Path path() {
    return folder.resolve("statistics");
  }

  private Fixture fixture(String recipe) {
    return Fixture.with(SAMPLES).option("recipe", recipe).option("statistics", path().toString());
  }
}
