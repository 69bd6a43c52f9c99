package org.spikezip.backend.cuda;

import org.spikezip.backend.cuda.driver.Argument;

/**
 * Rows that changed in a step: {@code RowList} of products.cu.
 *
 * @param rows room for all of them
 * @param counts the lengths of all lists
 * @param index of this list
 */
record RowList(Region rows, Region counts, int index) {
  Argument argument() {
    return Argument.Struct.of(
        rows.pointer(),
        new Argument.Pointer(counts.memory().slice((long) Integer.BYTES * index, Integer.BYTES)));
  }
}
