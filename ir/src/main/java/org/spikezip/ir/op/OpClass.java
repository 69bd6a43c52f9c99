package org.spikezip.ir.op;

import java.util.Locale;

/** How an operator takes part in a spiking network. */
public enum OpClass {
  /** A quantizer: integrates, fires, keeps its tracer. */
  NEURON,
  /** A product with constant weights: a spike adds or subtracts a weight row. */
  SYNAPSE,
  /** A product of two spiking values. */
  BILINEAR,
  /** Moves values and computes nothing. */
  ROUTE,
  /** Adds currents. */
  SUM,
  /** A function of the accumulated input, evaluated again where that changed. */
  DIFFERENTIAL,
  /** Depends on no spike: evaluated once. */
  STATIC,
  /** As differential, evaluated by another runtime. */
  HOST;

  /** The name that people read. */
  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }
}
