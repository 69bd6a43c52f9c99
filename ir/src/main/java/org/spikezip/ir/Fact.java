package org.spikezip.ir;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a value before anything runs.
 *
 * @param type element type
 * @param shape shape, possibly symbolic
 * @param elements for short integer vectors that carry shapes, and what is compared of them (1 if
 *     true): their elements in order; more than 64 are not kept
 * @param codes for codes of neurons (type {@code i32}): their range
 */
public record Fact(
    ElementType type, Shape shape, Optional<List<Dim>> elements, Optional<CodeRange> codes) {
  private static final int MOST_ELEMENTS = 64;

  public Fact {
    elements = elements.filter(e -> e.size() <= MOST_ELEMENTS).map(List::copyOf);
  }

  public static Fact of(ElementType type, Shape shape) {
    return new Fact(type, shape, Optional.empty(), Optional.empty());
  }

  public static Fact of(ElementType type, long... sizes) {
    return of(type, Shape.of(sizes));
  }

  public static Fact codes(Shape shape, CodeRange range) {
    return new Fact(ElementType.I32, shape, Optional.empty(), Optional.of(range));
  }

  public Fact withShape(Shape other) {
    return new Fact(type, other, Optional.empty(), codes);
  }

  public Fact withElements(List<Dim> known) {
    return new Fact(type, shape, Optional.of(known), codes);
  }

  public boolean isCodes() {
    return codes.isPresent();
  }

  /** Whether a value of the other fact may take the place of a value of this one. */
  public boolean compatible(Fact other) {
    return type == other.type
        && shape.compatible(other.shape)
        && codes.isPresent() == other.codes.isPresent();
  }

  /** {@code f32[batch,384]}; codes as {@code i32[batch,384]<-16..15>}. */
  @Override
  public String toString() {
    return type.symbol() + shape + codes.map(c -> "<" + c.min() + ".." + c.max() + ">").orElse("");
  }
}
