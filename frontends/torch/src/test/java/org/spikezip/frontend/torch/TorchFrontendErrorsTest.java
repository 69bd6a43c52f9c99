package org.spikezip.frontend.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.api.Options;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;

/** Files that are no model that we can read: what they are, and what to do instead. */
class TorchFrontendErrorsTest {
  private final TorchFrontend frontend = new TorchFrontend();

  @TempDir Path folder;

  private SpikezipException fails(ErrorCode code, byte[] bytes) {
    Path file = TestArchive.write(folder, bytes);
    SpikezipException e = assertThrows(SpikezipException.class, () -> frontend.open(file));
    assertEquals(code, e.code(), e.getMessage());
    assertTrue(e.getMessage().startsWith("model.pt: "), e.getMessage());
    return e;
  }

  private void says(ErrorCode code, byte[] bytes, String message, String remedy) {
    SpikezipException e = fails(code, bytes);
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.remedy().orElse("").contains(remedy), e.remedy().orElse(""));
  }

  private Graph open(byte[] bytes, String shape) {
    Options options = shape.isEmpty() ? Options.NONE : Options.NONE.with("shape", shape);
    return frontend.open(TestArchive.write(folder, bytes), options).graph();
  }

  @Test
  void tracesKnowTheirShapesAndScriptsAreTold() {
    Graph traced = open(TestArchive.resource("traced.pt"), "");
    assertEquals("f32[batch,4]", traced.inputNodes().get(0).fact().toString());
    assertEquals("torchscript", traced.metadata().get("source.format"));
    Graph bound = open(TestArchive.resource("traced.pt"), "input=?x4");
    assertEquals("f32[batch,4]", bound.inputNodes().get(0).fact().toString());
    Graph scripted = open(TestArchive.resource("scripted.pt"), "input=?x?x4:f32");
    assertEquals("f32[batch,axis1,4]", scripted.inputNodes().get(0).fact().toString());
  }

  @Test
  void scriptsWithoutShapesAskForThem() {
    says(
        ErrorCode.UNSUPPORTED,
        TestArchive.resource("scripted.pt"),
        "does not say what input 'input'",
        "--shape input=");
  }

  @Test
  void shapesOfOtherInputsAreRefused() {
    SpikezipException e =
        assertThrows(
            SpikezipException.class, () -> open(TestArchive.resource("scripted.pt"), "ids=2x4"));
    assertEquals(ErrorCode.USAGE, e.code());
    assertTrue(e.getMessage().contains("it has [input]"), e.getMessage());
  }

  @Test
  void weightsAloneAreNoModel() {
    says(
        ErrorCode.UNSUPPORTED,
        TestArchive.resource("state_dict.pt"),
        "state dict or checkpoint (2 entries)",
        "torch.export.save");
    says(
        ErrorCode.UNSUPPORTED,
        TestArchive.resource("legacy.pt"),
        "before version 1.6",
        "torch.jit.save");
  }

  @Test
  void pickledModulesAreNotRun() {
    says(
        ErrorCode.UNSUPPORTED,
        TestArchive.resource("whole.pt"),
        "pickled torch.nn.modules.container.Sequential",
        "torch.jit.trace");
  }

  @Test
  void weightsLostByOptimizeForInferenceAreTold() {
    says(
        ErrorCode.UNSUPPORTED,
        TestArchive.resource("optimized.pt"),
        "optimize_for_inference",
        "before optimize_for_inference");
  }

  @Test
  void picklesThatCallOtherThingsAreRefused() {
    String attack = "\u0080\u0002cos\nsystem\nX\u0002\0\0\0ls\u0085R.";
    says(
        ErrorCode.UNSUPPORTED,
        TestArchive.forward("return x\n").with("data.pkl", attack).bytes(),
        "names os.system",
        "");
    says(
        ErrorCode.UNSUPPORTED,
        new TestArchive().with("data.pkl", attack).bytes(),
        "pickled os.system",
        "");
  }

  @Test
  void missingPartsAreNamed() {
    TestArchive archive = TestArchive.forward("return x\n");
    says(
        ErrorCode.UNSUPPORTED,
        archive.without("code/__torch__.py").bytes(),
        "has no method 'forward'",
        "trace or script");
    says(
        ErrorCode.MALFORMED,
        TestArchive.forward("return x\n").with("data.pkl", "\u0080\u0002K\u0001.").bytes(),
        "holds no module",
        "");
    says(
        ErrorCode.UNSUPPORTED,
        new TestArchive().with("a", "b").bytes(),
        "neither",
        "torch.jit.save");
  }

  @Test
  void storagesThatAreMissingAreNamed() {
    String tensor =
        "\u0080\u0002ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storage"
            + "ctorch\nFloatStorage\nX\u0001\0\0\0"
            + "0X\u0003\0\0\0cpuK\u0001tQK\0K\u0001\u0085"
            + "K\u0001\u0085\u0089ccollections\nOrderedDict\n)RtR\u0085.";
    says(
        ErrorCode.MALFORMED,
        TestArchive.forward("return x\n").with("constants.pkl", tensor).bytes(),
        "lacks the entry 'constants/0'",
        "save it again");
  }

  @Test
  void otherFilesAreNoArchives() {
    says(
        ErrorCode.MALFORMED,
        "<!doctype html>".getBytes(StandardCharsets.US_ASCII),
        "no archive of PyTorch",
        "compare");
    says(ErrorCode.MALFORMED, new byte[0], "no archive of PyTorch", "compare");
    Path missing = folder.resolve("missing.pt");
    assertFalse(frontend.accepts(missing));
  }
}
