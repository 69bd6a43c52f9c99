package org.spikezip.integration.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.host.HostOptions;
import org.spikezip.host.Spikezip;
import org.spikezip.integration.Repository;

/**
 * Imports every node case and evaluates it by our definitions and in ONNX Runtime. What the list
 * {@link PassList} names must pass; {@code -Dspikezip.node-list=update} writes the list anew,
 * {@code -Dspikezip.node-report=FILE} writes why the others fail.
 */
class OnnxNodeSuite {
  private static final String ARCHIVE = "onnx-node-tests.zip";

  @Test
  void passesWhatPassedBefore(@TempDir Path folder) throws IOException {
    Optional<Path> zip = Repository.shared(ARCHIVE);
    if (zip.isEmpty()) {
      System.out.println(
          "OnnxNodeSuite skipped: there is no shared/" + ARCHIVE + " beside the repository");
    }
    assumeTrue(zip.isPresent(), "needs shared/" + ARCHIVE + " beside the repository");
    List<Outcome> outcomes;
    try (Spikezip spikezip = Spikezip.open(HostOptions.defaults())) {
      outcomes =
          NodeCase.unpack(zip.get(), folder).stream().map(c -> Outcome.of(spikezip, c)).toList();
    }
    for (Way way : Way.values()) {
      long passing = outcomes.stream().filter(o -> o.passes().contains(way)).count();
      System.out.printf("ONNX node cases, %s: %d of %d%n", way, passing, outcomes.size());
    }
    String report = System.getProperty("spikezip.node-report", "");
    if (!report.isEmpty()) {
      Files.write(
          Path.of(report),
          outcomes.stream()
              .flatMap(o -> o.failures().entrySet().stream().map(f -> o.name() + "\t" + f))
              .toList());
    }
    if (System.getProperty("spikezip.node-list", "").equals("update")) {
      PassList.write(outcomes);
    }
    PassList before = PassList.read();
    before.newlyPassing(outcomes).forEach(n -> System.out.println("newly passing: " + n));
    assertEquals(List.of(), before.broken(outcomes), "passed before and do not now");
  }
}
