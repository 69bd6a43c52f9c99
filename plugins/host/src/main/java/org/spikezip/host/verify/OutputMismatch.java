package org.spikezip.host.verify;

/**
 * An element of an output with other bits than the quantized network's.
 *
 * @param sample from 0
 * @param output its name
 * @param element row-major index; −1 if type or shape differ
 * @param expected the quantized network's, as text
 * @param found the spiking network's, as text
 */
public record OutputMismatch(
    int sample, String output, int element, String expected, String found) {
  /** One sentence for people. */
  public String describe() {
    return "sample "
        + sample
        + ", output \""
        + output
        + "\""
        + (element < 0 ? "" : ", element " + element)
        + ": expected "
        + expected
        + ", found "
        + found;
  }
}
