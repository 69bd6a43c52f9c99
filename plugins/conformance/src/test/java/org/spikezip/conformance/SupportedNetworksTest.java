package org.spikezip.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Backend;
import org.spikezip.api.Support;
import org.spikezip.ir.Graph;
import org.spikezip.ir.op.HostOp;

/** A backend may leave networks to others, but not nearly all, and not without a reason. */
class SupportedNetworksTest {
  private static SupportedNetworks refusing(Predicate<Graph> refused, List<String> reasons) {
    Backend backend =
        (Backend)
            Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) ->
                    method.getName().equals("id")
                        ? "picky"
                        : refused.test((Graph) arguments[0])
                            ? new Support.Unsupported(reasons)
                            : new Support.Supported());
    return new SupportedNetworks(backend);
  }

  private static boolean hasHostOps(Graph graph) {
    return !graph.nodesOf(HostOp.class).isEmpty();
  }

  @Test
  void whatABackendRefusesIsLeftOut() {
    SupportedNetworks networks = refusing(SupportedNetworksTest::hasHostOps, List.of("no runtime"));
    List<RandomNetwork> taken = networks.ofSeeds(0, 30);
    assertTrue(taken.size() < 30 && !taken.isEmpty(), () -> "" + taken.size());
    taken.forEach(n -> assertFalse(hasHostOps(n.graph())));
    assertEquals(taken.get(0).seed(), networks.first(0, n -> true).seed());
  }

  @Test
  void aBackendThatTakesNextToNothingFails() {
    AssertionError none =
        assertThrows(
            AssertionError.class, () -> refusing(g -> true, List.of("tired")).ofSeeds(0, 20));
    assertTrue(none.getMessage().contains("only 0 of 20 networks"), none.getMessage());
    assertTrue(none.getMessage().contains("tired"), none.getMessage());
  }

  @Test
  void aReasonIsAskedFor() {
    assertThrows(AssertionError.class, () -> refusing(g -> true, List.of()).ofSeeds(0, 1));
  }
}
