package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.InputShape;
import org.spikezip.frontend.torch.aten.TorchValue;
import org.spikezip.frontend.torch.script.Statement.Parameter;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;

/** The inputs of a model: those arguments of its forward that are tensors. */
final class ScriptInputs {
  private final FunctionValue forward;
  private final List<Fact> traced;
  private final Map<String, InputShape> given = new LinkedHashMap<>();

  /**
   * @param traced what the trace says of each argument, as far as it does
   * @param given what the caller says of inputs; counts more
   */
  ScriptInputs(FunctionValue forward, List<Fact> traced, List<InputShape> given) {
    this.forward = forward;
    this.traced = traced;
    given.forEach(shape -> this.given.put(shape.name(), shape));
  }

  /** Adds the inputs to the graph and gives the arguments of forward, in order. */
  List<Object> add(GraphBuilder builder) {
    List<Object> arguments = new ArrayList<>();
    List<Parameter> parameters = forward.function().parameters();
    requireKnown(parameters.stream().map(Parameter::name).skip(1).toList());
    for (Parameter parameter : parameters.subList(1, parameters.size())) {
      String type = typeOf(parameter);
      Optional<Fact> fact = fact(parameter.name(), arguments.size());
      if (type.endsWith("Tensor") && fact.isPresent()) {
        arguments.add(new TorchValue(builder.input(parameter.name(), fact.get())));
      } else if (parameter.otherwise() instanceof Expression.Literal literal) {
        arguments.add(literal.value());
      } else if (type.equals("Optional Tensor")) {
        arguments.add(null);
      } else {
        throw missing(parameter.name(), type);
      }
    }
    return arguments;
  }

  private void requireKnown(List<String> names) {
    for (String name : given.keySet()) {
      if (!names.contains(name)) {
        throw new SpikezipException(
            ErrorCode.USAGE,
            "--shape names no input of the model: '" + name + "'; it has " + names,
            "use one of these names");
      }
    }
  }

  private Optional<Fact> fact(String name, int index) {
    Optional<Fact> known =
        index < traced.size() ? Optional.ofNullable(traced.get(index)) : Optional.empty();
    InputShape said = given.get(name);
    return said == null
        ? known
        : Optional.of(known.map(k -> InputFacts.of(said, k)).orElseGet(() -> InputFacts.of(said)));
  }

  private static String typeOf(Parameter parameter) {
    if (parameter.type() == null) {
      return "Tensor";
    }
    if (parameter.type() instanceof Expression.Name name) {
      return name.name();
    }
    return parameter.type() instanceof Expression.Subscript generic
            && generic.object() instanceof Expression.Name name
        ? name.name() + (generic.index() instanceof Expression.Name of ? " " + of.name() : " …")
        : "…";
  }

  private static SpikezipException missing(String name, String type) {
    if (type.equals("Tensor")) {
      return new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "the file does not say what input '"
              + name
              + "' looks like; scripted and frozen modules"
              + " never do",
          "say it with --shape " + name + "=1x128 (ids: " + name + "=1x128:i64)");
    }
    return new SpikezipException(
        ErrorCode.UNSUPPORTED,
        "input '" + name + "' is of type " + type + ", expected a tensor",
        "wrap the model in a module whose forward takes tensors");
  }
}
