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

  /**
   * What a block computes at a time with tensor cores: {@code Tile} of tiles.cuh.
   *
   * @param threads of a block
   */
  record Tile(int rows, int columns, int threads) {
    private static final int STAGES = 3;
    private static final int STAGE_BYTES = 64;

    int sharedBytes() {
      return STAGES * STAGE_BYTES * (rows + columns);
    }

    /** How many cover a matrix. */
    long covering(int m, int n) {
      return (long) ((m + rows - 1) / rows) * ((n + columns - 1) / columns);
    }
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
    void overRows(long rows, int lanes) {
      long blocks = (rows * lanes + BLOCK - 1) / BLOCK;
      start((int) Math.max(1, Math.min(mostBlocks, blocks)), 1, BLOCK, 0);
    }

    /** Starts it for rows of columns, each element the work of a thread. */
    void overColumns(int columns, int rows) {
      int wide = (columns + BLOCK - 1) / BLOCK;
      int high = Math.max(1, Math.min(Math.min(MOST_IN_Y, rows), mostBlocks * 4 / wide));
      start(Math.max(1, wide), high, BLOCK, 0);
    }

    /** Starts it with a block for each piece of work, with so many bytes of shared memory. */
    void overBlocks(int blocks, int shared) {
      start(Math.max(1, Math.min(mostBlocks, blocks)), 1, BLOCK, shared);
    }

    /** Starts it for matrices {@code [m, n]}, tile by tile. */
    void overTiles(Tile tile, int m, int n, int matrices) {
      long tiles = tile.covering(m, n) * matrices;
      start((int) Math.max(1, Math.min(mostBlocks, tiles)), 1, tile.threads(), tile.sharedBytes());
    }

    private void start(int gridX, int gridY, int block, int shared) {
      driver.launch(
          new Launch(kernels.named(kernel), gridX, gridY, block, shared, arguments), stream);
    }
  }
}
