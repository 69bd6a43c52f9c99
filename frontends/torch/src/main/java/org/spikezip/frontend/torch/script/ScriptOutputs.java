package org.spikezip.frontend.torch.script;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Value;

/**
 * The outputs of a model: the tensors in what its forward gives, named by the keys and fields that
 * lead to them.
 */
final class ScriptOutputs {
  private final Operators operators;
  private final Map<String, Value> found = new LinkedHashMap<>();

  private ScriptOutputs(Operators operators) {
    this.operators = operators;
  }

  static void add(Operators operators, Object result) {
    ScriptOutputs outputs = new ScriptOutputs(operators);
    outputs.collect("", result, 0);
    if (outputs.found.isEmpty()) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED, "the model's forward gives no tensor", "let it return its result");
    }
    GraphBuilder builder = operators.context().builder();
    outputs.found.forEach(builder::output);
  }

  private void collect(String name, Object result, int depth) {
    if (result == null) {
      return;
    }
    if (depth > 8) {
      throw new SpikezipException(ErrorCode.MALFORMED, "the outputs are nested too deep");
    }
    if (result instanceof Map<?, ?> map) {
      map.forEach((key, value) -> collect(join(name, key.toString()), value, depth + 1));
    } else if (Values.isSequence(result)) {
      List<Object> elements = Values.elements(result);
      List<String> fields = result instanceof TupleValue tuple ? tuple.fields() : List.of();
      for (int i = 0; i < elements.size(); i++) {
        String field = fields.isEmpty() ? Integer.toString(i) : fields.get(i);
        collect(join(name, field), elements.get(i), depth + 1);
      }
    } else if (Values.isTensor(result)) {
      found.put(
          name.isEmpty() || Character.isDigit(name.charAt(0)) ? join("output", name) : name,
          operators.context().value(operators.writes().current(result)));
    } else {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "the model's forward gives " + Values.typeName(result) + ", expected tensors",
          "wrap the model in a module that returns tensors only");
    }
  }

  private static String join(String name, String part) {
    return name.isEmpty() || part.isEmpty() ? name + part : name + "_" + part;
  }
}
