package org.spikezip.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.spikezip.conformance.RandomNetwork.Size;
import org.spikezip.ir.Graph;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.OpSet;
import org.spikezip.ir.op.UnaryKind;

class RandomNetworkTest {
  private static final List<Graph> GRAPHS =
      LongStream.range(0, 300).mapToObj(s -> RandomNetwork.of(s, Size.SMALL).graph()).toList();

  /** Only one of several functions of numbers need occur; other stages' operators cannot. */
  @Test
  void everyOperatorOccurs() {
    Set<String> expected = new TreeSet<>(OpSet.canonical().names());
    Arrays.stream(UnaryKind.values()).map(UnaryKind::symbol).forEach(expected::remove);
    Arrays.stream(BinaryKind.values()).map(BinaryKind::symbol).forEach(expected::remove);
    expected.removeAll(Set.of("quantize_linear", "quantizer"));
    GRAPHS.forEach(g -> g.nodes().forEach(n -> expected.remove(n.op().name())));
    assertEquals(Set.of(), expected);
  }

  @Test
  void someNetworksTakeSumsOf64Bits() {
    long wide =
        GRAPHS.stream()
            .filter(
                g -> g.nodesOf(Neuron.class).stream().anyMatch(n -> span((Neuron) n.op()) > 65535))
            .count();
    assertTrue(wide > 10 && wide < 100, wide + " networks");
  }

  private static int span(Neuron neuron) {
    return neuron.max() - neuron.min();
  }

  @Test
  void someHaveSeveralOutputs() {
    assertTrue(GRAPHS.stream().anyMatch(g -> g.outputs().size() > 2));
  }

  @Test
  void theSeedTellsAll() {
    for (long seed = 0; seed < 20; seed++) {
      assertEquals(
          RandomNetwork.of(seed, Size.SMALL).graph().toString(),
          RandomNetwork.of(seed, Size.SMALL).graph().toString());
    }
  }
}
