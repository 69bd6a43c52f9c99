package org.spikezip.host.compile;

import java.util.Optional;

/** The version of this jar. */
public final class HostVersion {
  private HostVersion() {}

  /** Implementation-Version of the manifest; {@code development} where classes lie in a folder. */
  public static String text() {
    return Optional.ofNullable(HostVersion.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
