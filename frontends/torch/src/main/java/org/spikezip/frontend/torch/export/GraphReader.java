package org.spikezip.frontend.torch.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.frontend.torch.aten.AtenCall;
import org.spikezip.frontend.torch.aten.AtenContext;
import org.spikezip.frontend.torch.aten.AtenOp;
import org.spikezip.frontend.torch.aten.AtenOps;
import org.spikezip.frontend.torch.aten.Problems;
import org.spikezip.frontend.torch.aten.Schema;
import org.spikezip.frontend.torch.aten.Schemas;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * Calls the operators of a graph in their order. One that cannot be compiled is noted and leaves
 * unknown values, so that one reading finds all.
 */
final class GraphReader {
  private static final int MOST_DEPTH = 16;

  private final AtenContext context;
  private final Problems problems;
  private final Values values;
  private final Set<String> fixed;
  private final Set<String> shared = new HashSet<>();
  private final int depth;

  /**
   * @param values the graph's inputs
   * @param fixed names of values that must not be written into: inputs and weights
   */
  GraphReader(AtenContext context, Problems problems, Values values, Set<String> fixed) {
    this(context, problems, values, fixed, 0);
  }

  private GraphReader(
      AtenContext context, Problems problems, Values values, Set<String> fixed, int depth) {
    this.context = context;
    this.problems = problems;
    this.values = values;
    this.fixed = new HashSet<>(fixed);
    this.depth = depth;
  }

  void run(Json graph) {
    for (Json node : graph.at("nodes").list()) {
      String where = where(node);
      try {
        call(node, where);
      } catch (SpikezipException e) {
        if (e.code() != ErrorCode.UNSUPPORTED) {
          throw e.in(described(node, where));
        }
        problems.add(node.at("target").text() + ": " + e.getMessage(), where);
        unknown(node);
      }
    }
  }

  private void call(Json node, String where) {
    String text = node.at("target").text();
    String higherOrder = Targets.higherOrder(text);
    if (higherOrder != null) {
      wrapped(node, higherOrder);
      return;
    }
    Targets.Target target = Targets.of(text);
    if (target.isCheck()) {
      return;
    }
    Optional<AtenOp> op = AtenOps.find(target.name(), target.overload());
    Optional<Schema> schema = Schemas.find(target.name(), target.overload());
    if (op.isEmpty() || schema.isEmpty()) {
      problems.add(target.toString(), where);
      unknown(node);
      return;
    }
    List<Json> inputs = node.at("inputs").list();
    Map<String, Object> named = new HashMap<>();
    List<Object> positional = new ArrayList<>();
    for (Json input : inputs) {
      Object value = values.argument(input.at("arg"));
      if (isUnknown(value)) {
        unknown(node);
        return;
      }
      String name = input.find("name").map(Json::text).orElse("");
      if (name.isEmpty()) {
        positional.add(value);
      } else {
        named.put(name, value);
      }
    }
    AtenCall call =
        new AtenCall(
            schema.get().name(),
            schema.get().overload(),
            schema.get().require(positional, named),
            label(node),
            where);
    List<Object> results = op.get().call(context, call);
    define(node, results);
    if (target.isView() && tensorName(inputs).isPresent()) {
      shared.add(tensorName(inputs).get());
      shared.addAll(outputs(node));
    }
    if (target.isInPlace()) {
      overwrite(inputs, results);
    }
  }

  private void unknown(Json node) {
    outputs(node).forEach(name -> values.define(name, Values.UNKNOWN));
  }

  private static String described(Json node, String where) {
    String place = where.isEmpty() ? "" : " at " + where;
    return "node \"" + label(node) + "\" (" + node.at("target").text() + ")" + place;
  }

  private static boolean isUnknown(Object value) {
    return value == Values.UNKNOWN
        || (value instanceof List<?> list && list.stream().anyMatch(GraphReader::isUnknown));
  }

  /** The blocks under no_grad and a disabled autocast are ordinary parts of the graph. */
  private void wrapped(Json node, String name) {
    List<Json> inputs = node.at("inputs").list();
    int at = 0;
    while (at < inputs.size() && !inputs.get(at).at("arg").has("as_graph")) {
      at++;
    }
    boolean grad = name.equals("wrap_with_set_grad_enabled");
    boolean noCast =
        name.equals("wrap_with_autocast")
            && at > 2
            && Boolean.FALSE.equals(values.argument(inputs.get(2).at("arg")));
    if (!(grad || noCast) || at == inputs.size() || depth >= MOST_DEPTH) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "the higher-order operator " + name + " has no counterpart in a static graph");
    }
    Json inner = inputs.get(at).at("arg").at("as_graph").at("graph");
    List<Json> parameters = inner.at("inputs").list();
    Values scope = new Values();
    Set<String> given = new HashSet<>();
    for (int i = 0; i < parameters.size() && at + 1 + i < inputs.size(); i++) {
      String parameter = Values.names(parameters.get(i)).get(0);
      scope.define(parameter, values.argument(inputs.get(at + 1 + i).at("arg")));
      given.add(parameter);
    }
    new GraphReader(context, problems, scope, given, depth + 1).run(inner);
    define(node, inner.at("outputs").list().stream().map(scope::argument).toList());
  }

  private void define(Json node, List<Object> results) {
    List<Json> outputs = node.at("outputs").list();
    boolean listed = outputs.size() == 1 && outputs.get(0).has("as_tensors");
    boolean whole = listed && results.size() == 1 && results.get(0) instanceof List<?>;
    List<?> parts = whole ? (List<?>) results.get(0) : results;
    List<String> names = outputs(node);
    for (int i = 0; i < names.size(); i++) {
      if (i >= parts.size()) {
        throw node.at("outputs").wrong("at most " + parts.size() + " results");
      }
      values.define(names.get(i), parts.get(i));
    }
  }

  private static List<String> outputs(Json node) {
    return node.at("outputs").list().stream().flatMap(o -> Values.names(o).stream()).toList();
  }

  /** After an in-place operator its first argument is its result. */
  private void overwrite(List<Json> inputs, List<Object> results) {
    Optional<String> name = tensorName(inputs);
    boolean alone = name.isPresent() && !fixed.contains(name.get()) && !shared.contains(name.get());
    if (!alone || results.isEmpty()) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "writes into '"
              + name.orElse("?")
              + "', which is an input or shares memory; export after program.run_decompositions()");
    }
    values.define(name.get(), results.get(0));
  }

  /** The name of the first argument, if that is a tensor. */
  private static Optional<String> tensorName(List<Json> inputs) {
    return inputs.stream()
        .findFirst()
        .flatMap(input -> input.at("arg").find("as_tensor"))
        .map(tensor -> tensor.at("name").text());
  }

  private static String label(Json node) {
    Optional<String> own = node.find("name").map(Json::text);
    List<String> outputs = outputs(node);
    return own.orElse(outputs.isEmpty() ? "node" : outputs.get(0));
  }

  /** The innermost line of the model's code that the exporter noted. */
  static String where(Json node) {
    Optional<String> trace =
        node.find("metadata").flatMap(m -> m.find("stack_trace")).map(Json::text);
    if (trace.isEmpty()) {
      return "";
    }
    String[] lines = trace.get().strip().split("\n", -1);
    for (int i = lines.length - 1; i >= 0; i--) {
      String line = lines[i].strip();
      if (line.startsWith("File \"")) {
        return line.substring("File ".length()).replace("\"", "");
      }
    }
    return "";
  }
}
