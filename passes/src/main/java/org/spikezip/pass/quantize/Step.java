package org.spikezip.pass.quantize;

/** One step of a {@link Recipe}: decides some numbers of the plan, or improves them. Stateless. */
interface Step {
  /** The name in reports, such as {@code search-ranges}. */
  String name();

  /** Does it. */
  void apply(Plan plan);
}
