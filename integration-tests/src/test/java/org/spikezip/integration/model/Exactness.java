package org.spikezip.integration.model;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.spikezip.host.verify.VerificationReport;

/** What every verification must show: E1 of docs/exactness.md. */
final class Exactness {
  private Exactness() {}

  static void assertExact(VerificationReport report) {
    assertAll(
        () ->
            assertEquals(
                0,
                report.mismatchedCodes(),
                () -> report.firstCode().map(Object::toString).orElse("")),
        () ->
            assertTrue(
                report.outputsBitEqual(),
                () -> report.firstOutput().map(Object::toString).orElse("")),
        () -> assertTrue(report.quiet(), "a run ended before it was quiet"),
        () -> assertTrue(report.exact()));
  }

  /** Two verifications of the same run must have seen the same spikes. */
  static void assertSameSpikes(VerificationReport expected, VerificationReport found) {
    assertAll(
        () -> assertEquals(expected.spikeTrainHash(), found.spikeTrainHash()),
        () -> assertEquals(expected.spikes(), found.spikes()),
        () -> assertEquals(expected.synapticOperations(), found.synapticOperations()),
        () -> assertEquals(expected.steps(), found.steps()));
  }
}
