package org.spikezip.frontend.torch.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spikezip.frontend.torch.aten.AtenContext;
import org.spikezip.frontend.torch.aten.Problems;
import org.spikezip.frontend.torch.aten.TorchValue;
import org.spikezip.frontend.torch.zip.ZipArchive;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;

/** Makes a graph of stage IMPORTED from an archive of {@code torch.export.save}. One use. */
public final class ProgramImporter {
  private static final String MODELS = "models/";
  private static final long MAJOR_VERSION = 8;

  private final StoredTensors tensors;
  private final Json program;
  private final Json graph;
  private final GraphBuilder builder;
  private final AtenContext context;
  private final Values values = new Values();
  private final Set<String> given = new HashSet<>();

  private ProgramImporter(ZipArchive archive, String model) {
    this.tensors = StoredTensors.of(archive, model);
    this.program = Json.parse("model.json", archive.read(MODELS + model + ".json"));
    this.graph = program.at("graph_module").at("graph");
    this.builder = new GraphBuilder(model);
    this.context = new AtenContext(builder);
  }

  /** Whether an archive holds an exported program. */
  public static boolean accepts(ZipArchive archive) {
    return archive.names().stream().anyMatch(ProgramImporter::isModel);
  }

  private static boolean isModel(String entry) {
    return entry.startsWith(MODELS) && entry.endsWith(".json");
  }

  /**
   * Imports the program of an archive.
   *
   * @param metadata added to the graph
   * @throws SpikezipException MALFORMED, or UNSUPPORTED with all operators that cannot be compiled
   */
  public static Graph run(ZipArchive archive, Map<String, String> metadata) {
    List<String> models = archive.names().stream().filter(ProgramImporter::isModel).toList();
    if (models.size() != 1) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "the archive must hold one model, found " + models,
          "save one program with torch.export.save");
    }
    String file = models.get(0);
    String model = file.substring(MODELS.length(), file.length() - ".json".length());
    return new ProgramImporter(archive, model).run(metadata);
  }

  private Graph run(Map<String, String> metadata) {
    requireVersion();
    Json signature = program.at("graph_module").at("signature");
    signature.at("input_specs").list().forEach(this::input);
    Problems problems = new Problems();
    new GraphReader(context, problems, values, given).run(graph);
    if (!problems.isEmpty()) {
      throw problems.error();
    }
    outputs(signature.at("output_specs").list());
    builder.metadata(metadata);
    builder.metadata(ranges());
    return builder.build(Stage.IMPORTED);
  }

  private void requireVersion() {
    long major = program.at("schema_version").at("major").whole();
    if (major != MAJOR_VERSION) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "the program is written in version "
              + major
              + " of torch.export's schema, expected "
              + MAJOR_VERSION,
          "save it again with PyTorch 2.8 or later");
    }
  }

  private void input(Json spec) {
    Map.Entry<String, Json> tagged = spec.tagged();
    Json value = tagged.getValue();
    switch (tagged.getKey()) {
      case "parameter" -> stored(value, "parameter_name");
      case "buffer" -> stored(value, "buffer_name");
      case "tensor_constant" -> stored(value, "tensor_constant_name");
      case "user_input" -> user(value.at("arg"));
      case "constant_input" -> values.define(value.at("name").text(), constant(value.at("value")));
      default ->
          throw new SpikezipException(
              ErrorCode.UNSUPPORTED,
              spec.path() + ": inputs of kind '" + tagged.getKey() + "' are not supported",
              "export a model whose inputs are tensors");
    }
  }

  private void stored(Json spec, String nameField) {
    String name = spec.at("arg").at("name").text();
    String stored = spec.at(nameField).text();
    given.add(name);
    if (!tensors.has(stored)) {
      values.define(name, Values.UNKNOWN);
      return;
    }
    Tensor tensor = tensors.get(stored);
    context.constant(stored, tensor);
    values.define(name, tensor);
  }

  /** A tensor is an input of the network; a number that the program was exported for stays. */
  private void user(Json argument) {
    Map.Entry<String, Json> tagged = argument.tagged();
    if (tagged.getKey().equals("as_none")) {
      return;
    }
    if (!tagged.getKey().equals("as_tensor")) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          argument.path() + ": the model takes an input of kind '" + tagged.getKey() + "'",
          "wrap the model in a module that takes tensors only");
    }
    String name = tagged.getValue().at("name").text();
    TensorMeta meta = TensorMeta.read(graph.at("tensor_values").at(name));
    List<Dim> dims = meta.sizes().stream().map(Expressions::dim).toList();
    Fact fact = Fact.of(meta.type().element(), Shape.of(dims));
    given.add(name);
    values.define(name, new TorchValue(builder.input(name, fact)));
  }

  private Object constant(Json value) {
    return values.argument(value);
  }

  private void outputs(List<Json> specs) {
    List<Object> results = new ArrayList<>();
    for (Json spec : specs) {
      Map.Entry<String, Json> tagged = spec.tagged();
      if (!tagged.getKey().equals("user_output")) {
        throw new SpikezipException(
            ErrorCode.UNSUPPORTED,
            spec.path() + ": the model changes its state (" + tagged.getKey() + ")",
            "export it in evaluation mode, without caches: a network has no state between inputs");
      }
      results.add(values.argument(tagged.getValue().at("arg")));
    }
    List<String> names = OutputNames.of(program, results.size());
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) != null) {
        builder.output(names.get(i), context.value(results.get(i)));
      }
    }
  }

  /** The bounds of dynamic sizes, such as {@code source.range.s43} = {@code 1..64}. */
  private Map<String, String> ranges() {
    Map<String, String> ranges = new HashMap<>();
    program
        .find("range_constraints")
        .ifPresent(
            constraints ->
                constraints
                    .fields()
                    .forEach(
                        (symbol, range) -> ranges.put("source.range." + symbol, range(range))));
    return ranges;
  }

  private static String range(Json range) {
    String max = range.find("max_val").map(m -> m.node().asText()).orElse("");
    return range.find("min_val").map(m -> m.node().asText()).orElse("0") + ".." + max;
  }
}
