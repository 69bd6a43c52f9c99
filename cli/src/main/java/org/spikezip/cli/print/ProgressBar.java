package org.spikezip.cli.print;

import java.io.PrintWriter;
import java.util.Locale;
import org.spikezip.api.Progress;

/**
 * A bar that redraws one line, for tasks that take over a second. It wipes itself off when a task
 * ends and when it is closed.
 */
public final class ProgressBar implements Progress, AutoCloseable {
  private static final long PATIENCE_NANOS = 1_000_000_000L;
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final int CELLS = 24;

  private final PrintWriter err;
  private final int width;
  private String task = "";
  private long started;
  private long drawn;
  private boolean visible;

  /** A bar on stderr. */
  public ProgressBar(PrintWriter err, int width) {
    this.err = err;
    this.width = width;
  }

  @Override
  public synchronized void advance(String current, long done, long total) {
    long now = System.nanoTime();
    if (!current.equals(task)) {
      wipe();
      task = current;
      started = now;
      drawn = now;
    }
    if (done >= total) {
      wipe();
    } else if (now - started > PATIENCE_NANOS && now - drawn > REDRAW_NANOS) {
      drawn = now;
      draw(done, total, (now - started) * 1e-9);
    }
  }

  private void draw(long done, long total, double seconds) {
    int filled = (int) (CELLS * done / total);
    String left =
        done == 0
            ? ""
            : String.format(Locale.ROOT, "  %.0f s left", seconds / done * (total - done));
    String line =
        String.format(
            Locale.ROOT,
            "%s [%s%s] %d/%d%s",
            task,
            "#".repeat(filled),
            ".".repeat(CELLS - filled),
            done,
            total,
            left);
    err.print("\r" + line.substring(0, Math.min(line.length(), width - 1)) + "\u001b[K");
    err.flush();
    visible = true;
  }

  /** Wipes the bar off until the next word of progress. */
  public synchronized void wipe() {
    if (visible) {
      err.print("\r\u001b[K");
      err.flush();
      visible = false;
    }
  }

  @Override
  public synchronized void close() {
    wipe();
  }
}
