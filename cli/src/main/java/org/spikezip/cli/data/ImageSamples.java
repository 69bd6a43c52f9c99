package org.spikezip.cli.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.spikezip.api.Samples;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** Pictures of a folder, read when asked for: {@code [1,channels,height,width]} each. */
public final class ImageSamples implements Samples {
  private final Path folder;
  private final List<Path> images;
  private final Node input;
  private final Format format;

  /**
   * How pixels become numbers: {@code (pixel − mean) / std}, pixel from 0 to 1.
   *
   * @param width pixels; 0 for the model's own
   * @param height pixels; 0 for the model's own
   * @param mean one number, or one a channel
   * @param std one number, or one a channel
   * @param grayscale whether colors are dropped even if the model takes three channels
   */
  public record Format(
      int width, int height, List<Float> mean, List<Float> std, boolean grayscale) {
    public Format {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
    }
  }

  private record Geometry(int channels, int height, int width) {}

  private final Geometry geometry;

  private ImageSamples(
      Path folder, List<Path> images, Node input, Format format, Geometry geometry) {
    this.folder = folder;
    this.images = images;
    this.input = input;
    this.format = format;
    this.geometry = geometry;
  }

  /**
   * The pictures of a folder for a graph.
   *
   * @throws SpikezipException MALFORMED if the model takes no pictures, USAGE if size, mean or std
   *     do not fit
   */
  public static ImageSamples of(Path folder, Format format, Graph graph, OptionalInt limit) {
    List<Node> inputs = graph.inputNodes();
    if (inputs.size() != 1 || !takesImages(inputs.get(0).fact())) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          folder
              + ": the model takes no pictures: expected one input of floats"
              + " [1,channels,height,width] with 1 or 3 channels, found "
              + inputs.stream().map(n -> "\"" + n.name() + "\" " + n.fact()).toList(),
          "give --inputs F.npz");
    }
    Geometry geometry = geometry(inputs.get(0).fact().shape(), format);
    checkCount("--mean", format.mean(), geometry.channels());
    checkCount("--std", format.std(), geometry.channels());
    return new ImageSamples(
        folder, ImageFolder.list(folder, limit), inputs.get(0), format, geometry);
  }

  private static boolean takesImages(Fact fact) {
    Shape shape = fact.shape();
    if (!fact.type().isFloat() || !shape.known() || shape.rank() != 4) {
      return false;
    }
    boolean one = shape.dim(0).compatible(Dim.of(1));
    return one && (!shape.dim(1).isFixed() || shape.dim(1).size() == 1 || shape.dim(1).size() == 3);
  }

  private static Geometry geometry(Shape shape, Format format) {
    int channels = (int) shape.dim(1).fixed().orElse(format.grayscale() ? 1 : 3);
    int height = side(shape, 2, format.height());
    int width = side(shape, 3, format.width());
    return new Geometry(channels, height, width);
  }

  private static int side(Shape shape, int axis, int asked) {
    int fixed = (int) shape.dim(axis).fixed().orElse(0);
    if (asked == 0 && fixed == 0) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "the model takes pictures of any size " + shape,
          "say which: --size 224, or --size HEIGHTxWIDTH");
    }
    if (asked != 0 && fixed != 0 && asked != fixed) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "--size asks for " + asked + " pixels, but the model takes " + fixed + " " + shape,
          "leave --size out");
    }
    return Math.max(asked, fixed);
  }

  private static void checkCount(String option, List<Float> values, int channels) {
    if (values.size() != 1 && values.size() != channels) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          option + " needs one number or " + channels + ", found " + values.size());
    }
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public Map<String, Tensor> get(int index) {
    Picture picture = Picture.read(images.get(index));
    if (format.grayscale()) {
      picture = picture.gray();
    }
    picture = picture.channels(geometry.channels());
    picture = Resize.cover(picture, geometry.width(), geometry.height());
    int plane = geometry.width() * geometry.height();
    float[] values = new float[geometry.channels() * plane];
    for (int channel = 0; channel < geometry.channels(); channel++) {
      float mean = format.mean().get(Math.min(channel, format.mean().size() - 1));
      float std = format.std().get(Math.min(channel, format.std().size() - 1));
      for (int i = 0; i < plane; i++) {
        values[channel * plane + i] = (picture.planes().get(channel)[i] - mean) / std;
      }
    }
    int[] dims = {1, geometry.channels(), geometry.height(), geometry.width()};
    return Map.of(input.name(), Tensor.ofFloats(input.fact().type(), values, dims));
  }

  @Override
  public String source() {
    return folder.toString();
  }
}
