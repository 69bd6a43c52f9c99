package org.spikezip.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The properties of an operator by name, sorted. Reading one that is missing or of another kind
 * names it in the error.
 */
public record Attributes(SortedMap<String, Attribute> values) {
  public static final Attributes NONE = new Attributes(new TreeMap<>());

  public Attributes {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public static Attributes of(Map<String, Attribute> values) {
    return new Attributes(new TreeMap<>(values));
  }

  public Attributes with(String name, Attribute value) {
    SortedMap<String, Attribute> more = new TreeMap<>(values);
    more.put(name, value);
    return new Attributes(more);
  }

  public Attributes with(String name, long value) {
    return with(name, new Attribute.Whole(value));
  }

  public Attributes with(String name, float value) {
    return with(name, new Attribute.Real(value));
  }

  public Attributes with(String name, boolean value) {
    return with(name, value ? 1L : 0L);
  }

  public Attributes with(String name, String value) {
    return with(name, new Attribute.Text(value));
  }

  public Attributes with(String name, List<Integer> value) {
    return with(name, new Attribute.Wholes(value.stream().map(Integer::longValue).toList()));
  }

  public Attributes with(String name, Tensor value) {
    return with(name, new Attribute.Data(value));
  }

  public Optional<Attribute> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public int whole(String name) {
    return Math.toIntExact(require(name, Attribute.Whole.class).value());
  }

  public float real(String name) {
    return require(name, Attribute.Real.class).value();
  }

  public boolean flag(String name) {
    return whole(name) != 0;
  }

  public String text(String name) {
    return require(name, Attribute.Text.class).value();
  }

  public List<Integer> wholes(String name) {
    List<Integer> list = new ArrayList<>();
    require(name, Attribute.Wholes.class).values().forEach(v -> list.add(Math.toIntExact(v)));
    return list;
  }

  public List<String> texts(String name) {
    return require(name, Attribute.Texts.class).values();
  }

  public Tensor tensor(String name) {
    return require(name, Attribute.Data.class).value();
  }

  public byte[] opaque(String name) {
    return require(name, Attribute.Opaque.class).bytes();
  }

  private <A extends Attribute> A require(String name, Class<A> kind) {
    Attribute value = values.get(name);
    if (!kind.isInstance(value)) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "attribute '"
              + name
              + "' must be "
              + kind.getSimpleName()
              + ", found "
              + (value == null ? "nothing" : value));
    }
    return kind.cast(value);
  }
}
