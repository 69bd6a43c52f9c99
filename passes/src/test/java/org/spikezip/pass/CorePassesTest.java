package org.spikezip.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Pass;
import org.spikezip.api.Plugin;

class CorePassesTest {
  @Test
  void isFoundWithItsPassesInOrder() {
    Plugin found =
        ServiceLoader.load(Plugin.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.id().equals("core-passes"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of("canonicalize", "quantize", "spike"),
        found.passes().stream().map(Pass::id).toList());
  }
}
