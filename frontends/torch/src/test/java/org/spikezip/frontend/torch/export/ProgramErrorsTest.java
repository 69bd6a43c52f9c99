package org.spikezip.frontend.torch.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.frontend.torch.TorchFrontend;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** What is refused, with which code, and what the message says. */
class ProgramErrorsTest {
  @TempDir Path folder;

  private void refused(ProgramFile file, ErrorCode code, String... words) {
    Path path = file.write(folder);
    SpikezipException error =
        assertThrows(SpikezipException.class, () -> new TorchFrontend().open(path));
    assertEquals(code, error.code(), error.getMessage());
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), error.getMessage());
    }
  }

  private static ProgramFile program() {
    return ProgramFile.of("lsq.pt2");
  }

  @Test
  void namesAllUnknownOperatorsWithTheirLines() {
    refused(
        program()
            .editGraph(
                graph -> {
                  ProgramFile.node(graph, "linear").put("target", "torch.ops.aten.fft_fft.default");
                  ProgramFile.node(graph, "relu").put("target", "torch.ops.mine.special.default");
                }),
        ErrorCode.UNSUPPORTED,
        "2 of its operators",
        "aten::fft_fft",
        "mine::special",
        "make_torch.py, line");
  }

  @Test
  void namesHigherOrderOperators() {
    refused(
        program()
            .editGraph(
                graph ->
                    ProgramFile.node(graph, "relu").put("target", "torch.ops.higher_order.cond")),
        ErrorCode.UNSUPPORTED,
        "higher-order operator cond");
  }

  @Test
  void refusesStateThatChanges() {
    refused(
        program()
            .editSignature(
                signature -> {
                  ArrayNode outputs = (ArrayNode) signature.get("output_specs");
                  ObjectNode mutation = outputs.insertObject(0).putObject("buffer_mutation");
                  mutation.put("buffer_name", "cache").putObject("arg").put("name", "linear");
                }),
        ErrorCode.UNSUPPORTED,
        "changes its state",
        "buffer_mutation");
  }

  @Test
  void refusesWritesIntoInputs() {
    refused(
        program()
            .editGraph(
                graph -> {
                  ObjectNode node = ProgramFile.node(graph, "div");
                  node.put("target", "torch.ops.aten.div_.Tensor");
                }),
        ErrorCode.UNSUPPORTED,
        "writes into",
        "run_decompositions");
  }

  @Test
  void refusesPickledWeights() {
    refused(
        program()
            .edit(
                ProgramFile.WEIGHTS,
                json -> {
                  ObjectNode first = (ObjectNode) json.get("config").elements().next();
                  first.put("use_pickle", true);
                }),
        ErrorCode.UNSUPPORTED,
        "stored as a pickle");
  }

  @Test
  void refusesMissingWeights() {
    refused(program().without("data/weights/weight_0"), ErrorCode.MALFORMED, "weight_0");
  }

  @Test
  void refusesWeightsThatAreTooShort() {
    refused(program().with("data/weights/weight_0", new byte[8]), ErrorCode.MALFORMED, "weight_0");
  }

  @Test
  void refusesAbsurdSizes() {
    refused(
        program()
            .edit(
                ProgramFile.WEIGHTS,
                json -> {
                  ObjectNode meta =
                      (ObjectNode) json.get("config").elements().next().get("tensor_meta");
                  ((ObjectNode) meta.get("sizes").get(0)).put("as_int", 1L << 40);
                }),
        ErrorCode.MALFORMED);
  }

  @Test
  void refusesOtherVersions() {
    refused(
        program()
            .edit(
                ProgramFile.MODEL,
                json -> ((ObjectNode) json.get("schema_version")).put("major", 99)),
        ErrorCode.UNSUPPORTED,
        "version 99");
  }

  @Test
  void refusesWhatIsNoJson() {
    byte[] text = "{\"graph_module\": ".getBytes(StandardCharsets.UTF_8);
    refused(program().with(ProgramFile.MODEL, text), ErrorCode.MALFORMED, "no JSON");
  }

  @Test
  void refusesDeepNesting() {
    byte[] text = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    refused(program().with(ProgramFile.MODEL, text), ErrorCode.MALFORMED, "nesting");
  }

  @Test
  void refusesValuesThatNothingMakes() {
    refused(
        program()
            .editGraph(
                graph -> {
                  ObjectNode input = (ObjectNode) ProgramFile.node(graph, "relu").at("/inputs/0");
                  ((ObjectNode) input.at("/arg/as_tensor")).put("name", "nobody");
                }),
        ErrorCode.MALFORMED,
        "nothing makes the value 'nobody'");
  }

  @Test
  void refusesArgumentsThatTheOperatorHasNot() {
    refused(
        program()
            .editGraph(
                graph ->
                    ((ObjectNode) ProgramFile.node(graph, "relu").at("/inputs/0"))
                        .put("name", "other")),
        ErrorCode.MALFORMED,
        "aten::relu takes [self]");
  }
}
