package org.spikezip.cli.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.artifact.AtomicFile;

/** Writes outputs as an .npz, wholly or not at all. Equal outputs give equal bytes. */
public final class NpzWriter {
  /** 1980-02-01, so that no clock shows in the file. */
  private static final long NO_TIME = 318_211_200_000L;

  private NpzWriter() {}

  /**
   * Writes an array for each output, the samples one after the other along the first axis; or,
   * where samples have different lengths, an array {@code NAME.INDEX} for each sample.
   *
   * @param samples outputs by name, one map a sample
   * @throws org.spikezip.ir.SpikezipException USAGE if the file cannot be written
   */
  public static void write(Path file, List<Map<String, Tensor>> samples) {
    Map<String, List<Tensor>> arrays = arrays(samples);
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          for (Map.Entry<String, List<Tensor>> array : arrays.entrySet()) {
            ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
            entry.setTime(NO_TIME);
            zip.putNextEntry(entry);
            Npy.write(array.getValue(), zip);
            zip.closeEntry();
          }
          zip.finish();
        });
  }

  private static Map<String, List<Tensor>> arrays(List<Map<String, Tensor>> samples) {
    Map<String, List<Tensor>> arrays = new LinkedHashMap<>();
    for (String name : samples.isEmpty() ? List.<String>of() : samples.get(0).keySet()) {
      List<Tensor> tensors = new ArrayList<>();
      samples.forEach(s -> tensors.add(s.get(name)));
      if (tensors.stream().allMatch(t -> stacks(t, tensors.get(0)))) {
        arrays.put(name, tensors);
      } else {
        for (int i = 0; i < tensors.size(); i++) {
          arrays.put(name + "." + i, List.of(tensors.get(i)));
        }
      }
    }
    return arrays;
  }

  private static boolean stacks(Tensor tensor, Tensor first) {
    int[] a = tensor.dims();
    int[] b = first.dims();
    return a.length > 0
        && Arrays.equals(a, Math.min(1, a.length), a.length, b, Math.min(1, b.length), b.length);
  }
}
