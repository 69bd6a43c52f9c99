package org.spikezip.api;

import java.nio.file.Path;
import java.util.List;

/**
 * What an export wrote.
 *
 * @param files in the order in which to read about them
 * @param notes sentences for people: what is promised, what was left out and why
 */
public record Exported(List<Path> files, List<String> notes) {
  public Exported {
    files = List.copyOf(files);
    notes = List.copyOf(notes);
  }
}
