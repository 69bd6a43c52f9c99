package org.spikezip.host.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Backend;
import org.spikezip.api.Pass;
import org.spikezip.api.Plugin;
import org.spikezip.api.RunResult;
import org.spikezip.host.fake.FakeBackend;
import org.spikezip.host.fake.FakePass;
import org.spikezip.ir.Stage;
import org.spikezip.ir.op.OpSet;

class OffersTest {
  private static final PluginInfo UNASKED =
      new PluginInfo("some.Class", "1", "some.jar", Optional.empty());

  private final Offers offers = new Offers();

  private record Fake(
      String id, List<Pass> passes, List<Backend> backends, Map<String, OpSet.Maker> ops)
      implements Plugin {}

  private static Fake passes(String id, Pass... passes) {
    return new Fake(id, Arrays.asList(passes), List.of(), Map.of());
  }

  private String error(Plugin plugin) {
    return offers.add(plugin, UNASKED).error().orElseThrow();
  }

  @Test
  void sortsById() {
    offers.add(passes("q", new FakePass("b", Stage.IMPORTED, Stage.IMPORTED)), UNASKED);
    offers.add(passes("p", new FakePass("a", Stage.IMPORTED, Stage.CANONICAL)), UNASKED);
    assertEquals(List.of("a", "b"), offers.passes().found().stream().map(Found::id).toList());
    assertEquals("p", offers.passes().found().get(0).plugin().id());
  }

  @Test
  void aPluginIsTakenWhollyOrNot() {
    FakeBackend cpu = FakeBackend.of("cpu", Set.of(), (g, i) -> RunResult.ofOutputs(Map.of()));
    offers.add(new Fake("first", List.of(), List.of(cpu), Map.of()), UNASKED);
    Pass pass = new FakePass("mine", Stage.IMPORTED, Stage.IMPORTED);
    String error = error(new Fake("second", List.of(pass), List.of(cpu), Map.of()));
    assertEquals("duplicate id: plugin 'first' offers backend 'cpu' already", error);
    assertEquals(List.of(), offers.passes().found());
  }

  @Test
  void aPassMayNotSkipAStage() {
    assertEquals(
        "pass 'leap' must keep its stage or lead to the next, found IMPORTED to SPIKING",
        error(passes("p", new FakePass("leap", Stage.IMPORTED, Stage.SPIKING))));
    assertTrue(
        error(passes("p", new FakePass("back", Stage.SPIKING, Stage.QUANTIZED)))
            .startsWith("pass 'back' must keep its stage"));
  }

  @Test
  void idsMustBeTypeable() {
    assertTrue(error(passes("two words")).contains("found 'two words'"));
    assertTrue(error(passes(null)).contains("found 'null'"));
    assertTrue(
        error(passes("p", new FakePass("", Stage.IMPORTED, Stage.IMPORTED)))
            .startsWith("the id of a pass must match"));
  }

  @Test
  void nullsAreThePluginsFault() {
    assertTrue(error(new Fake("p", null, List.of(), Map.of())).startsWith("NullPointerException"));
    assertTrue(error(passes("p", (Pass) null)).startsWith("NullPointerException"));
  }

  @Test
  void operatorsJoinTheCanonicalOnes() {
    OpSet.Maker maker = (attributes, facts) -> null;
    offers.add(new Fake("p", List.of(), List.of(), Map.of("mine", maker)), UNASKED);
    assertTrue(offers.operators().names().contains("mine"));
    assertTrue(offers.operators().names().contains("softmax"));
    assertEquals(
        "operator 'softmax' exists already",
        error(new Fake("q", List.of(), List.of(), Map.of("softmax", maker))));
  }
}
