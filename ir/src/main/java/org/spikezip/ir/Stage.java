package org.spikezip.ir;

/** How far a graph has come. */
public enum Stage {
  /** As the frontend read it. */
  IMPORTED,
  /** Exporter patterns undone, constants folded, canonical operators. */
  CANONICAL,
  /** Every product that shall spike is an integer product of quantizer codes. */
  QUANTIZED,
  /** Quantizers are neurons, with depth and resting code. */
  SPIKING
}
