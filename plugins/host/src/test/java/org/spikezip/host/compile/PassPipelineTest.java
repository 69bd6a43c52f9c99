package org.spikezip.host.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Backend;
import org.spikezip.api.Backend.Capability;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.Options;
import org.spikezip.api.Pass;
import org.spikezip.api.Progress;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.host.fake.FakeBackend;
import org.spikezip.host.fake.FakePass;
import org.spikezip.host.plugin.Found;
import org.spikezip.host.plugin.PluginInfo;
import org.spikezip.host.run.TestLoader;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;

class PassPipelineTest {
  private static final PluginInfo PLUGIN = new PluginInfo("p", "1", "p.jar", Optional.empty());
  private static final FakePass CANONICALIZE =
      new FakePass("canonicalize", Stage.IMPORTED, Stage.CANONICAL);
  private static final FakePass QUANTIZE =
      new FakePass("quantize", Stage.CANONICAL, Stage.QUANTIZED);
  private static final FakePass SPIKE = new FakePass("spike", Stage.QUANTIZED, Stage.SPIKING);

  private static Graph graph() {
    GraphBuilder builder = new GraphBuilder("g");
    builder.output("y", builder.input("x", Fact.of(ElementType.F32, 1, 4)));
    builder.metadata(Map.of("source.sha256", "abc"));
    return builder.build(Stage.IMPORTED);
  }

  private static PassPipeline pipeline(Pass... passes) {
    Set<Found<Pass>> found = new LinkedHashSet<>();
    for (Pass pass : passes) {
      found.add(new Found<>(pass.id(), pass, PLUGIN));
    }
    Backend floats =
        FakeBackend.of("f", Set.of(Capability.FLOAT), (g, inputs) -> RunResult.ofOutputs(Map.of()));
    return new PassPipeline(found, TestLoader.of(HostOps.NONE, floats), HostOps.NONE);
  }

  private static Compilation compile(PassPipeline pipeline, Stage to, Options options) {
    return pipeline.compile(graph(), to, options, Optional.empty(), Progress.NONE);
  }

  private static SpikezipException fails(Pass... passes) {
    PassPipeline pipeline = pipeline(passes);
    return assertThrows(
        SpikezipException.class, () -> compile(pipeline, Stage.SPIKING, Options.NONE));
  }

  private static List<String> ran(Compilation compilation) {
    return compilation.passes().stream().map(PassReport::passId).toList();
  }

  @Test
  void runsThoseThatKeepAStageByIdThenTheOneThatLeadsOn() {
    PassPipeline pipeline =
        pipeline(
            SPIKE,
            new FakePass("zz", Stage.IMPORTED, Stage.IMPORTED),
            QUANTIZE,
            new FakePass("aa", Stage.IMPORTED, Stage.IMPORTED),
            CANONICALIZE,
            new FakePass("prune", Stage.SPIKING, Stage.SPIKING));
    Compilation all = compile(pipeline, Stage.SPIKING, Options.NONE);
    assertEquals(List.of("aa", "zz", "canonicalize", "quantize", "spike", "prune"), ran(all));
    assertEquals(Stage.SPIKING, all.graph().stage());
    Compilation some = compile(pipeline, Stage.CANONICAL, Options.NONE);
    assertEquals(List.of("aa", "zz", "canonicalize"), ran(some));
    assertEquals(Stage.CANONICAL, some.graph().stage());
    assertEquals(List.of("did canonicalize"), some.passes().get(2).notes());
  }

  @Test
  void metadataTellWhereTheNetworkComesFrom() {
    Pass forgetful =
        new FakePass(
            "canonicalize",
            Stage.IMPORTED,
            Stage.CANONICAL,
            (g, c) -> {
              GraphBuilder builder = new GraphBuilder("g");
              builder.output("y", builder.input("x", g.node(0).fact()));
              builder.metadata(Map.of("made.by", "it"));
              return builder.build(Stage.CANONICAL);
            });
    Graph made =
        compile(pipeline(forgetful), Stage.CANONICAL, Options.NONE.with("levels", "32")).graph();
    assertEquals("abc", made.metadata().get("source.sha256"));
    assertEquals("32", made.metadata().get("options.levels"));
    assertEquals("it", made.metadata().get("made.by"));
    assertEquals(HostVersion.text(), made.metadata().get("spikezip.version"));
  }

  @Test
  void passesCanRunFloatGraphs() {
    Pass pass =
        new FakePass(
            "canonicalize",
            Stage.IMPORTED,
            Stage.CANONICAL,
            (g, c) -> {
              try (Executable executable = c.compileFloat(g)) {
                executable.run(Map.of(), RunOptions.DEFAULT, RunListener.NONE);
              }
              return g.withStage(Stage.CANONICAL);
            });
    assertEquals(1, compile(pipeline(pass), Stage.CANONICAL, Options.NONE).passes().size());
  }

  @Test
  void progressEndsAtTheNumberOfPasses() {
    List<String> heard = new ArrayList<>();
    pipeline(CANONICALIZE)
        .compile(
            graph(),
            Stage.CANONICAL,
            Options.NONE,
            Optional.empty(),
            (task, done, total) -> heard.add(task + " " + done + "/" + total));
    assertEquals(List.of("compile 0/1", "compile 1/1"), heard);
  }

  @Test
  void aMissingPassIsNamedByItsStage() {
    SpikezipException e = fails(CANONICALIZE, SPIKE);
    assertEquals(ErrorCode.UNSUPPORTED, e.code());
    assertEquals(
        "no pass leads to stage QUANTIZED; found are [canonicalize, spike]", e.getMessage());
  }

  @Test
  void ofSeveralPassesTheUserChooses() {
    Pass other = new FakePass("other", Stage.CANONICAL, Stage.QUANTIZED);
    SpikezipException e = fails(CANONICALIZE, QUANTIZE, other, SPIKE);
    assertEquals(ErrorCode.USAGE, e.code());
    assertEquals("choose one with the option pass.quantized", e.remedy().orElseThrow());
    Options options = Options.NONE.with("pass.quantized", "other");
    PassPipeline pipeline = pipeline(CANONICALIZE, QUANTIZE, other, SPIKE);
    assertEquals(
        List.of("canonicalize", "other", "spike"), ran(compile(pipeline, Stage.SPIKING, options)));
  }

  @Test
  void aPassThatBreaksIsNamed() {
    SpikezipException bug =
        fails(
            new FakePass(
                "canonicalize",
                Stage.IMPORTED,
                Stage.CANONICAL,
                (g, c) -> {
                  throw new IllegalStateException("oops");
                }),
            QUANTIZE,
            SPIKE);
    assertEquals(ErrorCode.INTERNAL, bug.code());
    assertTrue(
        bug.getMessage().startsWith("pass 'canonicalize' of plugin 'p' failed"), bug.getMessage());
    SpikezipException refusal =
        fails(
            new FakePass(
                "canonicalize",
                Stage.IMPORTED,
                Stage.CANONICAL,
                (g, c) -> {
                  throw new SpikezipException(ErrorCode.USAGE, "--levels is odd");
                }),
            QUANTIZE,
            SPIKE);
    assertEquals(ErrorCode.USAGE, refusal.code());
    assertEquals("pass 'canonicalize': --levels is odd", refusal.getMessage());
  }

  @Test
  void aPassMustKeepItsPromise() {
    SpikezipException e =
        fails(
            new FakePass("canonicalize", Stage.IMPORTED, Stage.CANONICAL, (g, c) -> g),
            QUANTIZE,
            SPIKE);
    assertEquals(ErrorCode.INTERNAL, e.code());
    assertEquals("pass 'canonicalize' promised stage CANONICAL, made IMPORTED", e.getMessage());
  }

  @Test
  void aBrokenGraphIsItsPassesFault() {
    SpikezipException e =
        fails(
            new FakePass(
                "canonicalize",
                Stage.IMPORTED,
                Stage.CANONICAL,
                (g, c) ->
                    new Graph(
                        "g", Stage.CANONICAL, g.nodes(), List.of(), g.outputs(), g.metadata())),
            QUANTIZE,
            SPIKE);
    assertEquals(ErrorCode.INTERNAL, e.code());
    assertTrue(
        e.getMessage().startsWith("pass 'canonicalize' made a graph that does not hold"),
        e.getMessage());
  }

  @Test
  void thereIsNoWayBack() {
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () ->
                pipeline()
                    .compile(
                        graph().withStage(Stage.SPIKING),
                        Stage.CANONICAL,
                        Options.NONE,
                        Optional.empty(),
                        Progress.NONE));
    assertEquals(ErrorCode.USAGE, e.code());
  }
}
