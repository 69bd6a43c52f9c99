package org.spikezip.frontend.torch.script;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.api.InputShape;
import org.spikezip.frontend.torch.aten.AtenContext;
import org.spikezip.frontend.torch.zip.ZipArchive;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;

/** Makes a graph of stage IMPORTED from a TorchScript archive. */
public final class ScriptImporter {
  private static final int OLDEST = 3;
  private static final int NEWEST = 10;

  private ScriptImporter() {}

  /** Whether an archive is one of TorchScript. */
  public static boolean accepts(ZipArchive archive) {
    return archive.has("constants.pkl") && archive.has("data.pkl");
  }

  /**
   * Imports a model.
   *
   * @param given what the caller knows of its inputs
   * @param metadata added to the graph
   * @throws SpikezipException MALFORMED or UNSUPPORTED, naming the line of the model's code
   */
  public static Graph run(
      ZipArchive archive, List<InputShape> given, Map<String, String> metadata) {
    long version = version(archive);
    Program program = new Program(archive);
    List<Object> constants =
        ObjectReader.read(archive, "constants") instanceof TupleValue tuple
            ? tuple.elements()
            : List.of();
    if (!(ObjectReader.read(archive, "data") instanceof ScriptObject model)) {
      throw new SpikezipException(ErrorCode.MALFORMED, "'data.pkl' holds no module");
    }
    model.place("");
    FunctionValue forward =
        program
            .findMethod(model, "forward")
            .orElseThrow(
                () ->
                    new SpikezipException(
                        ErrorCode.UNSUPPORTED,
                        "class " + model.className() + " has no method 'forward' in the archive",
                        "trace or script a module that has one"));
    Operators.refuseLostWeights(forward.file());
    GraphBuilder builder = new GraphBuilder(simpleName(model.className()));
    Operators operators = new Operators(new AtenContext(builder));
    Interpreter interpreter = new Interpreter(program, constants, operators);
    List<Object> inputs = new ScriptInputs(forward, TracedInputs.read(archive), given).add(builder);
    ScriptOutputs.add(operators, run(interpreter, forward, inputs, operators));
    Map<String, String> all = new LinkedHashMap<>(metadata);
    all.put("source.format", "torchscript");
    all.put("source.version", Long.toString(version));
    builder.metadata(all);
    return builder.build(Stage.IMPORTED);
  }

  /** What stops the run may only follow from a problem before. */
  private static Object run(
      Interpreter interpreter, FunctionValue forward, List<Object> inputs, Operators operators) {
    Frame outside = new Frame(forward.file(), "", null);
    try {
      Object result =
          interpreter.call(forward, inputs, Map.of(), outside, forward.function().line());
      if (operators.problems().isEmpty()) {
        return result;
      }
    } catch (SpikezipException e) {
      if (operators.problems().isEmpty()) {
        throw e;
      }
    }
    throw operators.problems().error();
  }

  /** It stands at the top, or since version 7 or so in a folder of its own. */
  private static long version(ZipArchive archive) {
    String text =
        archive
            .find("version")
            .or(() -> archive.find(".data/version"))
            .map(bytes -> StandardCharsets.US_ASCII.decode(bytes).toString().strip())
            .orElseThrow(
                () -> new SpikezipException(ErrorCode.MALFORMED, "the archive has no version"));
    if (!text.matches("\\d{1,9}") || Long.parseLong(text) < OLDEST) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "is of TorchScript version '"
              + (text.length() > 20 ? "…" : text)
              + "', expected "
              + OLDEST
              + " to "
              + NEWEST,
          "save the model again with a newer PyTorch");
    }
    if (Long.parseLong(text) > NEWEST) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "is of TorchScript version " + text + ", expected " + OLDEST + " to " + NEWEST,
          "save the model as an exported program (.pt2)");
    }
    return Long.parseLong(text);
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
