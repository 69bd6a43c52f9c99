package org.spikezip.frontend.torch.script;

import java.util.List;

/** An operator on values that are known, evaluated at once. */
@FunctionalInterface
interface Builtin {
  /** Given back by those that are not meant for arguments of these kinds. */
  Object NOT_MINE = new Object();

  /**
   * What it gives, or {@link #NOT_MINE}.
   *
   * @throws org.spikezip.ir.SpikezipException MALFORMED if the arguments make no sense
   */
  Object apply(List<Object> arguments);
}
