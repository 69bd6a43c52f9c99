package org.spikezip.host.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Activity;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunResult;
import org.spikezip.api.Samples;
import org.spikezip.host.fake.FakeExecutable;
import org.spikezip.host.run.TestLoader;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Rounding;
import org.spikezip.ir.verify.GraphVerifier;

class VerificationTest {
  private static final Graph GRAPH = TwoLayers.graph(Rounding.HALF_EVEN);
  private static final Samples SAMPLES = TwoLayers.samples(20);
  private static final Verification VERIFICATION =
      new Verification(HostOps.NONE, TestLoader.of(HostOps.NONE));

  private final Set<FakeExecutable> made = ConcurrentHashMap.newKeySet();

  /** A request on an engine that is exact but for what is done to its results. */
  private VerificationRequest request(boolean threadSafe, UnaryOperator<RunResult> change) {
    return VerificationRequest.of(
        GRAPH,
        () -> {
          FakeExecutable executable =
              new FakeExecutable(inputs -> change.apply(TwoLayers.run(GRAPH, inputs)), threadSafe);
          made.add(executable);
          return executable;
        },
        SAMPLES);
  }

  /** Only the results for one sample change. */
  private static UnaryOperator<RunResult> onSample(int sample, UnaryOperator<RunResult> change) {
    RunResult target = TwoLayers.run(GRAPH, SAMPLES.get(sample));
    return result -> result.equals(target) ? change.apply(result) : result;
  }

  private static RunResult withCode(RunResult result, String layer, int element, int delta) {
    int node = TwoLayers.node(GRAPH, layer).id();
    Map<Integer, Tensor> codes = new HashMap<>(result.codes());
    int[] values = codes.get(node).ints();
    values[element] += delta;
    codes.put(node, Tensor.of(values, codes.get(node).dims()));
    return new RunResult(result.outputs(), result.activity(), List.of(), codes);
  }

  @Test
  void theNetworkOfTheseTestsHolds() {
    GraphVerifier.verify(GRAPH);
  }

  @Test
  void anExactEngineIsProvedExact() {
    VerificationReport report = VERIFICATION.verify(request(true, r -> r));
    assertTrue(report.exact());
    assertEquals(20, report.samples());
    assertEquals(20 * 7, report.neurons());
    assertEquals(2, report.layers());
    assertEquals(0, report.mismatchedCodes());
    assertTrue(report.outputsBitEqual() && report.quiet());
    assertTrue(report.firstCode().isEmpty() && report.firstOutput().isEmpty());
    assertTrue(report.source().isEmpty() && report.floatModel().isEmpty());
    assertEquals(report.spikes() / 140.0, report.spikesPerNeuron());
    assertTrue(report.steps().max() >= report.steps().mean());
    assertEquals(1, report.spikingMacShare());
    assertEquals(16, report.spikeTrainHash().length());
  }

  @Test
  void aFlippedCodeIsNamed() {
    VerificationReport report =
        VERIFICATION.verify(request(true, onSample(13, r -> withCode(r, "first", 2, 1))));
    assertFalse(report.exact());
    assertEquals(1, report.mismatchedCodes());
    assertTrue(report.outputsBitEqual());
    CodeMismatch first = report.firstCode().orElseThrow();
    Tensor x = SAMPLES.get(13).get("x");
    int code = (int) Math.rint(x.floats()[2]);
    assertEquals(13, first.sample());
    assertEquals("first", first.at().layer());
    assertEquals(TwoLayers.node(GRAPH, "first").id(), first.at().node());
    assertEquals(2, first.at().element());
    assertEquals(code, first.at().expected());
    assertEquals(code + 1, first.at().found());
    assertEquals(x.floats()[2], first.at().potential());
    assertEquals(1f, first.at().threshold());
    assertEquals(TwoLayers.run(GRAPH, SAMPLES.get(13)).activity().steps(), first.at().step());
    assertTrue(first.describe().startsWith("sample 13, step "), first.describe());
  }

  @Test
  void theFirstMismatchIsTheEarliestSampleThenTheEarliestLayer() {
    VerificationReport report =
        VERIFICATION.verify(
            request(true, r -> withCode(withCode(r, "second", 0, -1), "first", 3, 2))
                .withThreads(4));
    assertEquals(40, report.mismatchedCodes());
    CodeMismatch first = report.firstCode().orElseThrow();
    assertEquals(0, first.sample());
    assertEquals("first", first.at().layer());
    assertEquals(1, first.at().depth());
  }

  @Test
  void anOutputThatDiffersInItsLastBitIsNamed() {
    VerificationReport report =
        VERIFICATION.verify(
            request(
                true,
                onSample(
                    3,
                    r -> {
                      float[] y = r.outputs().get("y").floats();
                      y[1] = Math.nextUp(y[1]);
                      return new RunResult(
                          Map.of("y", Tensor.of(y, 1, 3)), r.activity(), List.of(), r.codes());
                    })));
    assertEquals(0, report.mismatchedCodes());
    assertEquals(1, report.mismatchedOutputs());
    assertFalse(report.outputsBitEqual() || report.exact());
    OutputMismatch first = report.firstOutput().orElseThrow();
    assertEquals(3, first.sample());
    assertEquals("y", first.output());
    assertEquals(1, first.element());
    assertTrue(first.found().contains("0x"), first::describe);
  }

  @Test
  void anOutputLeftOutCountsWhole() {
    VerificationReport report =
        VERIFICATION.verify(
            request(true, r -> new RunResult(Map.of(), r.activity(), List.of(), r.codes())));
    assertEquals(20 * 3, report.mismatchedOutputs());
    assertEquals("nothing", report.firstOutput().orElseThrow().found());
  }

  @Test
  void aRunThatDidNotGoOnUntilQuietIsNotExact() {
    VerificationReport report =
        VERIFICATION.verify(
            request(
                true,
                onSample(
                    5,
                    r -> {
                      Activity a = r.activity();
                      Activity cut =
                          new Activity(
                              a.steps(), false, 7, a.spikes(), a.synapticOperations(), a.hash());
                      return new RunResult(r.outputs(), cut, List.of(), r.codes());
                    })));
    assertFalse(report.quiet() || report.exact());
  }

  @Test
  void theReportDoesNotDependOnThreads() {
    Set<VerificationReport> reports = new LinkedHashSet<>();
    UnaryOperator<RunResult> flip = r -> withCode(r, "second", 1, 1);
    for (int threads : List.of(1, 2, 3, 8)) {
      for (boolean threadSafe : List.of(true, false)) {
        VerificationReport r = VERIFICATION.verify(request(threadSafe, flip).withThreads(threads));
        reports.add(
            new VerificationReport(
                r.samples(),
                r.neurons(),
                r.layers(),
                r.mismatchedCodes(),
                r.mismatchedOutputs(),
                r.quiet(),
                r.spikeTrainHash(),
                r.steps(),
                r.spikes(),
                r.synapticOperations(),
                r.spikesPerNeuron(),
                r.spikingMacShare(),
                r.firstCode(),
                r.firstOutput(),
                r.source(),
                r.floatModel(),
                0));
      }
    }
    assertEquals(1, reports.size(), reports::toString);
  }

  @Test
  void theHashIsChainedOverTheSamples() {
    Activity all = Activity.NONE;
    for (int i = 0; i < SAMPLES.size(); i++) {
      all = all.plus(TwoLayers.run(GRAPH, SAMPLES.get(i)).activity());
    }
    assertEquals(
        String.format("%016x", all.hash()),
        VERIFICATION.verify(request(true, r -> r).withThreads(3)).spikeTrainHash());
  }

  @Test
  void executablesAreMadeAsNeededAndClosed() {
    VERIFICATION.verify(request(true, r -> r).withThreads(4));
    assertEquals(1, made.size());
    VERIFICATION.verify(request(false, r -> r).withThreads(4));
    assertTrue(made.size() >= 2 && made.size() <= 5, () -> "made " + made.size());
    assertTrue(made.stream().allMatch(FakeExecutable::isClosed));
  }

  @Test
  void progressCountsSamples() {
    Set<Long> heard = ConcurrentHashMap.newKeySet();
    VERIFICATION.verify(
        request(true, r -> r)
            .withThreads(2)
            .withProgress(
                (task, done, total) -> {
                  assertEquals("verify", task);
                  assertEquals(20, total);
                  heard.add(done);
                }));
    assertEquals(21, heard.size());
  }

  @Test
  void whatFailsForASampleNamesIt() {
    SpikezipException known =
        assertThrows(
            SpikezipException.class,
            () ->
                VERIFICATION.verify(
                    request(
                        true,
                        onSample(
                            4,
                            r -> {
                              throw new SpikezipException(ErrorCode.MALFORMED, "too long");
                            }))));
    assertEquals("sample 4: too long", known.getMessage());
    assertEquals(ErrorCode.MALFORMED, known.code());
    SpikezipException missing =
        assertThrows(
            SpikezipException.class,
            () ->
                VERIFICATION.verify(
                    request(
                        true, r -> new RunResult(r.outputs(), r.activity(), List.of(), Map.of()))));
    assertEquals(ErrorCode.INTERNAL, missing.code());
    assertTrue(missing.getMessage().contains("\"first\""), missing.getMessage());
    assertTrue(made.stream().allMatch(FakeExecutable::isClosed));
  }

  @Test
  void requestsMustMakeSense() {
    VerificationRequest request = request(true, r -> r);
    assertEquals(
        ErrorCode.USAGE,
        assertThrows(SpikezipException.class, () -> request.withThreads(0)).code());
    assertEquals(
        ErrorCode.USAGE,
        assertThrows(
                SpikezipException.class,
                () ->
                    VerificationRequest.of(
                        GRAPH, request.executables(), Samples.of("none.npz", List.of())))
            .code());
    VerificationRequest early =
        VerificationRequest.of(GRAPH.withStage(Stage.QUANTIZED), request.executables(), SAMPLES);
    assertEquals(
        ErrorCode.USAGE,
        assertThrows(SpikezipException.class, () -> VERIFICATION.verify(early)).code());
  }
}
