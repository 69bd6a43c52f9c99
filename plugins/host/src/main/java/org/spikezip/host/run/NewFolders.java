package org.spikezip.host.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The folders that had to be made for an export. */
record NewFolders(List<Path> deepestFirst) {

  /** Makes a folder, and those above it. */
  static NewFolders of(Path folder) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path path = folder.toAbsolutePath();
        path != null && Files.notExists(path);
        path = path.getParent()) {
      missing.add(path);
    }
    Files.createDirectories(folder);
    return new NewFolders(missing);
  }

  /** Takes back those in which nothing was written. */
  void removeEmpty() {
    try {
      for (Path folder : deepestFirst) {
        Files.delete(folder);
      }
    } catch (IOException e) {
      return; // a folder that holds something stays, and so do those above it
    }
  }
}
