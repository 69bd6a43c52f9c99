package org.spikezip.cli.data;

import java.util.List;

/**
 * Bilinear resizing with a triangle filter that widens when shrinking, so that no pixel is skipped;
 * then the middle is cut out. Pixel centers lie at ½.
 */
final class Resize {
  private Resize() {}

  /** The picture scaled until it just covers width × height, cut to exactly that. */
  static Picture cover(Picture picture, int width, int height) {
    double scale = Math.max((double) width / picture.width(), (double) height / picture.height());
    int scaledWidth = Math.max(width, (int) Math.round(picture.width() * scale));
    int scaledHeight = Math.max(height, (int) Math.round(picture.height() * scale));
    int left = (scaledWidth - width) / 2;
    int top = (scaledHeight - height) / 2;
    float[][] columns = weights(picture.width(), scaledWidth, left, width);
    float[][] rows = weights(picture.height(), scaledHeight, top, height);
    List<float[]> planes =
        picture.planes().stream().map(p -> filter(p, picture.width(), columns, rows)).toList();
    return new Picture(width, height, planes);
  }

  /** For each of {@code count} target pixels from {@code start}: first source pixel, weights. */
  private static float[][] weights(int from, int to, int start, int count) {
    double step = (double) from / to;
    double radius = Math.max(1, step);
    float[][] weights = new float[count][];
    for (int i = 0; i < count; i++) {
      double center = (start + i + 0.5) * step;
      int first = Math.max(0, (int) Math.ceil(center - radius - 0.5));
      int last = Math.min(from - 1, (int) Math.floor(center + radius - 0.5));
      float[] line = new float[last - first + 2];
      line[0] = first;
      double sum = 0;
      for (int p = first; p <= last; p++) {
        sum += triangle(p, center, radius);
      }
      for (int p = first; p <= last; p++) {
        line[p - first + 1] = (float) (triangle(p, center, radius) / sum);
      }
      weights[i] = line;
    }
    return weights;
  }

  private static double triangle(int pixel, double center, double radius) {
    return Math.max(0, 1 - Math.abs(pixel + 0.5 - center) / radius);
  }

  private static float[] filter(float[] plane, int stride, float[][] columns, float[][] rows) {
    float[] out = new float[columns.length * rows.length];
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < columns.length; x++) {
        float sum = 0;
        for (int j = 1; j < rows[y].length; j++) {
          int base = ((int) rows[y][0] + j - 1) * stride + (int) columns[x][0] - 1;
          float line = 0;
          for (int i = 1; i < columns[x].length; i++) {
            line += columns[x][i] * plane[base + i];
          }
          sum += rows[y][j] * line;
        }
        out[y * columns.length + x] = sum;
      }
    }
    return out;
  }
}
