package org.spikezip.cli.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * Pixels from 0 to 1, as they stand in the file: gray values are not passed through color profiles.
 *
 * @param planes one array of {@code height·width} values a channel: 1 (gray) or 3 (red, green,
 *     blue); transparency is left out
 */
record Picture(int width, int height, List<float[]> planes) {
  private static final long MOST_PIXELS = 1L << 26;

  /**
   * Reads a picture.
   *
   * @throws SpikezipException MALFORMED
   */
  static Picture read(Path path) {
    ImageIO.setUseCache(false);
    try (ImageInputStream in = ImageIO.createImageInputStream(path.toFile())) {
      Iterator<ImageReader> readers =
          in == null ? Collections.emptyIterator() : ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw malformed(path, "it is no picture of a known format", null);
      }
      return decode(path, readers.next(), in);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw malformed(path, "the picture is broken: " + e.getMessage(), e);
    }
  }

  private static Picture decode(Path path, ImageReader reader, ImageInputStream in)
      throws IOException {
    try {
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS) {
        throw malformed(path, pixels + " pixels are too many; the most is " + MOST_PIXELS, null);
      }
      return of(reader.read(0));
    } finally {
      reader.dispose();
    }
  }

  static Picture of(BufferedImage image) {
    boolean gray = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    List<float[]> planes = gray ? List.of(grayValues(image)) : colors(image);
    return new Picture(image.getWidth(), image.getHeight(), planes);
  }

  private static float[] grayValues(BufferedImage image) {
    Raster raster = image.getRaster();
    float most = (1 << image.getColorModel().getComponentSize(0)) - 1;
    float[] values =
        raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (float[]) null);
    for (int i = 0; i < values.length; i++) {
      values[i] /= most;
    }
    return values;
  }

  private static List<float[]> colors(BufferedImage image) {
    int width = image.getWidth();
    int[] rgb = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    float[][] planes = new float[3][rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      for (int channel = 0; channel < 3; channel++) {
        planes[channel][i] = (rgb[i] >> (16 - 8 * channel) & 0xff) / 255f;
      }
    }
    return List.of(planes);
  }

  /** The same picture in gray, by the luma of ITU-R 601. */
  Picture gray() {
    if (planes.size() == 1) {
      return this;
    }
    float[] red = planes.get(0);
    float[] green = planes.get(1);
    float[] blue = planes.get(2);
    float[] gray = new float[red.length];
    for (int i = 0; i < gray.length; i++) {
      gray[i] = 0.299f * red[i] + 0.587f * green[i] + 0.114f * blue[i];
    }
    return new Picture(width, height, List.of(gray));
  }

  /** The same picture in this many channels, 1 or 3. */
  Picture channels(int count) {
    if (count == planes.size()) {
      return this;
    }
    return new Picture(width, height, Collections.nCopies(count, gray().planes.get(0)));
  }

  private static SpikezipException malformed(Path path, String message, Throwable cause) {
    return new SpikezipException(ErrorCode.MALFORMED, path + ": " + message, "", cause);
  }
}
