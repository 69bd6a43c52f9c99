package org.spikezip.backend.cuda;

import java.util.Optional;
import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.backend.cuda.driver.Argument.Int32;
import org.spikezip.backend.cuda.driver.Argument.Struct;

/**
 * A cell as a kernel reads it, row by row of its result: {@code Operand} of rows.cuh.
 *
 * @param base where each row of a sample begins; empty where row r begins at r·width
 * @param width of a row of the result
 * @param stride 1, or 0 where one element serves a row
 */
record Operand(Cell cell, Optional<Region> base, int width, int stride) {
  /** An operand of the result's own rows. */
  static Operand plain(Cell cell, int width) {
    return new Operand(cell, Optional.empty(), width, 1);
  }

  /** An operand that broadcasts to a result of these dims. */
  static Operand of(Cell cell, int[] dims, PlanMemory memory) {
    Broadcast rows = Broadcast.of(cell.dims(), dims);
    return rows.isPlain()
        ? plain(cell, rows.width())
        : new Operand(
            cell,
            Optional.of(memory.constant("rows of an operand", rows.base())),
            rows.width(),
            rows.stride());
  }

  Argument argument() {
    return Struct.of(
        cell.data().pointer(),
        cell.stamps().pointer(),
        base.map(Region::pointer).orElse(Argument.Pointer.NULL),
        new Int32(cell.sampleElements()),
        new Int32(cell.sampleStamps()),
        new Int32(cell.stretch()),
        new Int32(width),
        new Int32(stride));
  }
}
