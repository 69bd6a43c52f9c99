package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.SpikezipException;

/** What a node does. Immutable, equal by name and attributes. */
public interface Op {
  /** The fact that stands for an input left out. */
  Fact ABSENT = Fact.of(ElementType.BOOL, 0);

  /** The name in the text form and in artifacts. */
  String name();

  /** All properties, enough to make this operator again by {@link OpSet#create}. */
  Attributes attributes();

  /** How the spiking network treats it where it is not static. */
  OpClass opClass();

  /**
   * The facts of the outputs.
   *
   * @param inputs one fact an input; {@link #ABSENT} for one left out
   * @throws SpikezipException if the operator does not accept such inputs
   */
  List<Fact> infer(List<Fact> inputs);
}
