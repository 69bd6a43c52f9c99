package org.spikezip.frontend.torch.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.frontend.torch.aten.ScalarType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** The values of a graph by name, and arguments that refer to them. */
final class Values {
  /** Stands for what an operator that cannot be compiled would have made. */
  static final Object UNKNOWN = new Object();

  private final Map<String, Object> values = new HashMap<>();

  void define(String name, Object value) {
    values.put(name, value);
  }

  boolean knows(String name) {
    return values.containsKey(name);
  }

  Object get(Json name) {
    if (!values.containsKey(name.text())) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          name.path() + ": nothing makes the value '" + name.text() + "'",
          "save the model again with torch.export.save");
    }
    return values.get(name.text());
  }

  /** An argument of a node: a tagged union, such as {@code {"as_tensor": {"name": "x"}}}. */
  Object argument(Json argument) {
    Map.Entry<String, Json> tagged = argument.tagged();
    Json value = tagged.getValue();
    return switch (tagged.getKey()) {
      case "as_none" -> null;
      case "as_tensor" -> get(value.at("name"));
      case "as_tensors" -> each(value, v -> get(v.at("name")));
      case "as_optional_tensor", "as_optional_tensors" -> optional(value);
      case "as_sym_int", "as_sym_bool", "as_sym_float" -> symbolic(value);
      case "as_sym_ints", "as_sym_bools", "as_sym_floats" -> each(value, this::symbolic);
      case "as_int" -> value.whole();
      case "as_ints" -> each(value, Json::whole);
      case "as_float" -> value.real();
      case "as_floats" -> each(value, Json::real);
      case "as_bool" -> value.flag();
      case "as_bools" -> each(value, Json::flag);
      case "as_string" -> value.text();
      case "as_strings" -> each(value, Json::text);
      case "as_scalar_type" -> ScalarType.ofExported(value.whole());
      case "as_memory_format", "as_layout" -> value.whole();
      case "as_device" -> value.at("type").text();
      default ->
          throw new SpikezipException(
              ErrorCode.UNSUPPORTED,
              argument.path() + ": arguments of kind '" + tagged.getKey() + "' are not supported");
    };
  }

  private Object optional(Json value) {
    if (value.node().isArray()) {
      return each(value, this::optional);
    }
    Map.Entry<String, Json> tagged = value.tagged();
    return switch (tagged.getKey()) {
      case "as_none" -> null;
      case "as_tensor" -> get(tagged.getValue().at("name"));
      case "name" -> get(tagged.getValue());
      default -> throw value.wrong("a tensor or none");
    };
  }

  private Object symbolic(Json value) {
    Map.Entry<String, Json> tagged = value.tagged();
    return switch (tagged.getKey()) {
      case "as_name" -> get(tagged.getValue());
      case "as_int" -> tagged.getValue().whole();
      case "as_bool" -> tagged.getValue().flag();
      case "as_float" -> tagged.getValue().real();
      default -> throw value.wrong("a name or a number");
    };
  }

  private interface Reader {
    Object read(Json json);
  }

  private static List<Object> each(Json list, Reader reader) {
    List<Object> values = new ArrayList<>();
    list.list().forEach(element -> values.add(reader.read(element)));
    return values;
  }

  /** The names that an output of a node gives, in order; empty for one that nothing uses. */
  static List<String> names(Json output) {
    Map.Entry<String, Json> tagged = output.tagged();
    Json value = tagged.getValue();
    return switch (tagged.getKey()) {
      case "as_none" -> List.of();
      case "as_tensor" -> List.of(value.at("name").text());
      case "as_sym_int", "as_sym_bool", "as_sym_float" -> List.of(value.at("as_name").text());
      case "as_tensors" -> value.list().stream().map(t -> t.at("name").text()).toList();
      default ->
          throw new SpikezipException(
              ErrorCode.UNSUPPORTED,
              output.path() + ": results of kind '" + tagged.getKey() + "' are not supported");
    };
  }
}
