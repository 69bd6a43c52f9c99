package org.spikezip.ir.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.spikezip.ir.Attribute;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.OpSet;

/**
 * Reads a graph from text, by recursive descent. Node numbers in the text may be any, in any order;
 * names and types may be left out, but a type that is written must agree with the inferred one.
 */
public final class IrParser {
  private final Cursor cursor;
  private final OpSet operators;
  private final Function<String, Optional<Tensor>> tensors;
  private final Map<Integer, List<Value>> values = new HashMap<>();
  private final SortedMap<String, String> metadata = new TreeMap<>();
  private final GraphBuilder builder;
  private final Stage stage;

  private IrParser(String text, OpSet operators, Function<String, Optional<Tensor>> tensors) {
    this.cursor = new Cursor(text);
    this.operators = operators;
    this.tensors = tensors;
    cursor.expect("graph");
    builder = new GraphBuilder(cursor.string("the graph's name in quotes"));
    stage = stage();
  }

  /**
   * Reads a graph of canonical operators.
   *
   * @throws SpikezipException with line, column, what was expected and what was found
   */
  public static Graph parse(String text) {
    return parse(text, OpSet.canonical());
  }

  /** As {@link #parse(String)}, with these operators. */
  public static Graph parse(String text, OpSet operators) {
    return parse(text, operators, hash -> Optional.empty());
  }

  /**
   * As {@link #parse(String)}, with these operators and large tensors.
   *
   * @param tensors the tensor of a {@link IrPrinter#hash}
   */
  public static Graph parse(
      String text, OpSet operators, Function<String, Optional<Tensor>> tensors) {
    return new IrParser(text, operators, tensors).graph();
  }

  private Stage stage() {
    int at = cursor.mark();
    String word = cursor.word("a stage");
    for (Stage known : Stage.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(word)) {
        return known;
      }
    }
    throw cursor.error(at, "a stage (imported, canonical, quantized, spiking)", "'" + word + "'");
  }

  private Graph graph() {
    cursor.expect('{');
    while (cursor.acceptWord("meta")) {
      String key = cursor.string("a key in quotes");
      cursor.expect('=');
      metadata.put(key, cursor.string("a value in quotes"));
    }
    while (cursor.peek() == '%') {
      node();
    }
    if (cursor.acceptWord("return")) {
      do {
        String name = cursor.string("the name of a result in quotes");
        cursor.expect('=');
        builder.output(name, value());
      } while (cursor.accept(','));
    }
    if (!cursor.accept('}')) {
      throw cursor.expected("'%', 'return' or '}'");
    }
    if (!cursor.atEnd()) {
      throw cursor.expected("the end");
    }
    builder.metadata(metadata);
    return builder.build(stage);
  }

  private void node() {
    int at = cursor.mark();
    cursor.expect('%');
    int id = cursor.index("a node number");
    if (values.containsKey(id)) {
      throw cursor.error(at, "a new node", "%" + id + " again");
    }
    int count = cursor.acceptAdjacent(':') ? cursor.index("the number of outputs") : 1;
    String name = cursor.peek() == '"' ? cursor.string("a name") : "";
    cursor.expect('=');
    String op = name("an operator");
    List<Value> inputs = inputs();
    Attributes attributes = attributes();
    int typesAt = cursor.mark();
    List<Fact> types = types();
    if (op.equals("input") && types.isEmpty()) {
      throw cursor.expected("':' and the type of the input");
    }
    try {
      values.put(id, add(name, operators.create(op, attributes, types), inputs, types, typesAt));
    } catch (SpikezipException e) {
      throw e.in(cursor.position(at) + ": %" + id + " " + op + " \"" + name + "\"");
    }
    if (values.get(id).size() != count) {
      throw cursor.error(at, values.get(id).size() + " outputs of " + op, count + "");
    }
  }

  private List<Value> add(String name, Op op, List<Value> inputs, List<Fact> types, int typesAt) {
    if (op instanceof Input input) {
      return List.of(builder.input(name, input.fact()));
    }
    List<Fact> facts = GraphBuilder.inferred(op, inputs.stream().map(builder::fact).toList());
    return builder.addAs(name, op, inputs, agreed(facts, types, typesAt));
  }

  /** The written types, which may know more than the inferred ones; those know the elements. */
  private List<Fact> agreed(List<Fact> inferred, List<Fact> written, int at) {
    if (written.isEmpty()) {
      return inferred;
    }
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < inferred.size() && inferred.size() == written.size(); i++) {
      Fact fact = inferred.get(i);
      if (fact.compatible(written.get(i)) && fact.codes().equals(written.get(i).codes())) {
        facts.add(new Fact(fact.type(), written.get(i).shape(), fact.elements(), fact.codes()));
      }
    }
    if (facts.size() != inferred.size()) {
      throw cursor.error(at, "the inferred types " + inferred, written.toString());
    }
    return facts;
  }

  private List<Value> inputs() {
    List<Value> inputs = new ArrayList<>();
    if (!cursor.accept('(') || cursor.accept(')')) {
      return inputs;
    }
    do {
      inputs.add(cursor.acceptWord("_") ? Value.ABSENT : value());
    } while (cursor.accept(','));
    cursor.expect(')');
    return inputs;
  }

  private Value value() {
    int at = cursor.mark();
    cursor.expect('%');
    int id = cursor.index("a node number");
    int slot = cursor.acceptAdjacent('#') ? cursor.index("an output number") : 0;
    List<Value> outputs = values.get(id);
    if (outputs == null) {
      throw cursor.error(at, "a node of an earlier line", "%" + id);
    }
    if (slot >= outputs.size()) {
      throw cursor.error(at, "one of " + outputs.size() + " outputs", "%" + id + "#" + slot);
    }
    return outputs.get(slot);
  }

  private Attributes attributes() {
    SortedMap<String, Attribute> attributes = new TreeMap<>();
    if (!cursor.accept('{') || cursor.accept('}')) {
      return Attributes.of(attributes);
    }
    do {
      int at = cursor.mark();
      String name = name("an attribute");
      cursor.expect('=');
      if (attributes.put(name, AttributeText.read(cursor, tensors)) != null) {
        throw cursor.error(at, "a new attribute", "'" + name + "' again");
      }
    } while (cursor.accept(','));
    cursor.expect('}');
    return Attributes.of(attributes);
  }

  private List<Fact> types() {
    List<Fact> types = new ArrayList<>();
    if (cursor.accept(':')) {
      do {
        types.add(FactText.read(cursor));
      } while (cursor.accept(','));
    }
    return types;
  }

  private String name(String what) {
    return cursor.peek() == '"' ? cursor.string(what) : cursor.word(what);
  }
}
