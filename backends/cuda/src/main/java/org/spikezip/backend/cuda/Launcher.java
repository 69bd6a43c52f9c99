package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.backend.cuda.driver.Launch;

/** Starts kernels in a plan's stream. */
final class Launcher {
  static final int WARP = 32;
  static final int HALF_WARP = 16;
  private static final int BLOCK = 128;
  private static final int BLOCKS_PER_MULTIPROCESSOR = 16;
  private static final int MOST_IN_Y = 65535;

  private final Driver driver;
  private final Kernels kernels;
  private final long stream;
  private final RunState state;
  private final int mostBlocks;

  Launcher(Driver driver, Kernels kernels, long stream, RunState state) {
    this.driver = driver;
    this.kernels = kernels;
    this.stream = stream;
    this.state = state;
    mostBlocks = BLOCKS_PER_MULTIPROCESSOR * driver.device().multiprocessors();
  }

  RunState state() {
    return state;
  }

  /** A launch with these arguments after clock and samples. */
  Call withState(String kernel) {
    return new Call(kernel).with(state.clock().pointer()).with(state.samples().pointer());
  }

  Call call(String kernel) {
    return new Call(kernel);
  }

  /** A launch in the making. */
  final class Call {
    private final String kernel;
    private final List<Argument> arguments = new ArrayList<>();

    private Call(String kernel) {
      this.kernel = kernel;
    }

    Call with(Argument argument) {
      arguments.add(argument);
      return this;
    }

    Call with(int value) {
      return with(new Argument.Int32(value));
    }

    Call with(float value) {
      return with(new Argument.Float32(value));
    }

    /** Starts it for rows, each the work of so many lanes. */
    void overRows(int rows, int lanes) {
      long blocks = ((long) rows * lanes + BLOCK - 1) / BLOCK;
      start((int) Math.max(1, Math.min(mostBlocks, blocks)), 1, BLOCK);
    }

    /** Starts it for rows of columns, each element the work of a thread. */
    void overColumns(int columns, int rows) {
      int wide = (columns + BLOCK - 1) / BLOCK;
      int high = Math.max(1, Math.min(Math.min(MOST_IN_Y, rows), mostBlocks * 4 / wide));
      start(Math.max(1, wide), high, BLOCK);
    }

    /** Starts it with a block for each piece of work. */
    void overBlocks(int blocks) {
      start(Math.max(1, Math.min(mostBlocks, blocks)), 1, BLOCK);
    }

    private void start(int gridX, int gridY, int block) {
      driver.launch(new Launch(kernels.named(kernel), gridX, gridY, block, 0, arguments), stream);
    }
  }
}
