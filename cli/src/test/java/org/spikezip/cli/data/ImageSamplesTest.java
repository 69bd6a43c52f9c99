package org.spikezip.cli.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;

class ImageSamplesTest {
  private static final ImageSamples.Format PLAIN =
      new ImageSamples.Format(0, 0, List.of(0f), List.of(1f), false);

  @TempDir Path folder;

  private void gray(String name, int width, int height, int... values) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, width, height, values);
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  private static Graph model(long... sizes) {
    return new TestGraphs().input("pixels", ElementType.F32, sizes).build();
  }

  private ImageSamples open(ImageSamples.Format format, Graph graph) {
    return ImageSamples.of(folder, format, graph, OptionalInt.empty());
  }

  @Test
  void keepsGrayValuesAsTheyAre() throws IOException {
    gray("a.png", 2, 2, 0, 51, 102, 255);
    float[] values = open(PLAIN, model(-1, 1, 2, 2)).get(0).get("pixels").floats();
    assertArrayEquals(new float[] {0, 0.2f, 0.4f, 1}, values, 1e-6f);
  }

  @Test
  void putsChannelsFirstAndNormalizes() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xff0033);
    ImageIO.write(image, "png", folder.resolve("a.png").toFile());
    ImageSamples.Format format =
        new ImageSamples.Format(0, 0, List.of(0.5f, 0f, 0.2f), List.of(0.5f), false);
    float[] values = open(format, model(-1, 3, 1, 1)).get(0).get("pixels").floats();
    assertArrayEquals(new float[] {1, 0, 0}, values, 1e-6f);
  }

  @Test
  void goesByName() throws IOException {
    gray("b.png", 1, 1, 255);
    gray("a.png", 1, 1, 0);
    Files.writeString(folder.resolve("notes.txt"), "no picture");
    ImageSamples samples = open(PLAIN, model(-1, 1, 1, 1));
    assertEquals(2, samples.size());
    assertEquals(0, samples.get(0).get("pixels").floats()[0]);
  }

  @Test
  void averagesWhenShrinkingAndCutsTheMiddle() throws IOException {
    // 4 × 2: the outer columns are cut off, what is left is one color.
    gray("a.png", 4, 2, 0, 255, 255, 0, 0, 255, 255, 0);
    float[] middle = open(PLAIN, model(-1, 1, 2, 2)).get(0).get("pixels").floats();
    assertArrayEquals(new float[] {1, 1, 1, 1}, middle, 1e-6f);
    gray("a.png", 2, 2, 0, 255, 255, 0);
    float[] average = open(PLAIN, model(-1, 1, 1, 1)).get(0).get("pixels").floats();
    assertArrayEquals(new float[] {0.5f}, average, 1e-6f);
  }

  @Test
  void asksForASizeWhereTheModelHasNone() throws IOException {
    gray("a.png", 2, 2, 0, 0, 0, 0);
    SpikezipException e =
        assertThrows(SpikezipException.class, () -> open(PLAIN, model(-1, 1, -2, -3)));
    assertEquals(ErrorCode.USAGE, e.code());
    ImageSamples.Format sized = new ImageSamples.Format(3, 4, List.of(0f), List.of(1f), false);
    assertArrayEquals(
        new int[] {1, 1, 4, 3}, open(sized, model(-1, 1, -2, -3)).get(0).get("pixels").dims());
    assertThrows(SpikezipException.class, () -> open(sized, model(-1, 1, 2, 2)));
  }

  @Test
  void tellsOfBrokenPictures() throws IOException {
    Files.writeString(folder.resolve("a.png"), "no picture");
    ImageSamples samples = open(PLAIN, model(-1, 1, 2, 2));
    SpikezipException e = assertThrows(SpikezipException.class, () -> samples.get(0));
    assertEquals(ErrorCode.MALFORMED, e.code());
    assertTrue(e.getMessage().contains("a.png"), e.getMessage());
    gray("b.png", 64, 64, new int[64 * 64]);
    byte[] whole = Files.readAllBytes(folder.resolve("b.png"));
    Files.write(folder.resolve("a.png"), Arrays.copyOf(whole, whole.length / 2));
    assertThrows(SpikezipException.class, () -> samples.get(0));
  }

  @Test
  void refusesEmptyFoldersAndOtherModels() {
    assertThrows(SpikezipException.class, () -> open(PLAIN, model(-1, 1, 2, 2)));
    SpikezipException e = assertThrows(SpikezipException.class, () -> open(PLAIN, model(-1, 768)));
    assertTrue(e.getMessage().contains("takes no pictures"), e.getMessage());
  }
}
