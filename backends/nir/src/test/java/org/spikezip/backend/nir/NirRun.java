package org.spikezip.backend.nir;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A NIR file, read back and evaluated by what NIR says of its primitives, in float32. */
final class NirRun implements AutoCloseable {
  private final HdfFile file;
  private final Group nodes;
  private final SortedMap<String, List<String>> before = new TreeMap<>();
  private final Map<String, float[]> values = new TreeMap<>();

  NirRun(Path path) {
    file = new HdfFile(path);
    nodes = (Group) file.getByPath("/node/nodes");
    for (String[] edge : (String[][]) file.getDatasetByPath("/node/edges").getData()) {
      before.computeIfAbsent(edge[1], name -> new ArrayList<>()).add(edge[0]);
    }
  }

  /** Names of the nodes of one of NIR's types. */
  List<String> names(String type) {
    return nodes.getChildren().keySet().stream().filter(n -> type(n).equals(type)).toList();
  }

  private String type(String name) {
    return (String) parameter(name, "type");
  }

  private Object parameter(String name, String key) {
    return ((Dataset) ((Group) nodes.getChild(name)).getChild(key)).getData();
  }

  /** What our network calls what this node stands for. */
  String about(String name) {
    Node metadata = ((Group) nodes.getChild(name)).getChild("metadata");
    return (String) ((Dataset) ((Group) metadata).getChild("spikezip.node")).getData();
  }

  /** Gives rows of numbers to inputs, in place of those before. */
  void put(Map<String, float[]> rows) {
    values.clear();
    values.putAll(rows);
  }

  float[] get(String name) {
    if (!values.containsKey(name)) {
      values.put(name, evaluate(name, sumBefore(name)));
    }
    return values.get(name);
  }

  private float[] sumBefore(String name) {
    float[] sum = null;
    for (String source : before.get(name)) {
      float[] value = get(source);
      if (sum == null) {
        sum = value.clone();
      } else {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += value[i];
        }
      }
    }
    return sum;
  }

  private float[] evaluate(String name, float[] x) {
    return switch (type(name)) {
      case "Affine" ->
          affine((float[][]) parameter(name, "weight"), (float[]) parameter(name, "bias"), x);
      case "Linear" -> linear((float[][]) parameter(name, "weight"), x);
      case "Threshold" -> {
        float[] threshold = (float[]) parameter(name, "threshold");
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
          y[i] = x[i] > threshold[i] ? 1 : 0;
        }
        yield y;
      }
      case "Scale" -> {
        float[] scale = (float[]) parameter(name, "scale");
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
          y[i] = x[i] * scale[i];
        }
        yield y;
      }
      case "Output", "Flatten" -> x;
      default -> throw new AssertionError(name + " is a " + type(name));
    };
  }

  private static float[] affine(float[][] weight, float[] bias, float[] x) {
    float[] y = linear(weight, x);
    for (int j = 0; j < y.length; j++) {
      y[j] += bias[j];
    }
    return y;
  }

  private static float[] linear(float[][] weight, float[] x) {
    float[] y = new float[weight.length];
    for (int j = 0; j < y.length; j++) {
      for (int k = x.length - 1; k >= 0; k--) {
        y[j] += weight[j][k] * x[k];
      }
    }
    return y;
  }

  @Override
  public void close() {
    file.close();
  }
}
