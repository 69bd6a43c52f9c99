package org.spikezip.frontend.torch.pickle;

/**
 * A class or function that a pickle names. Never looked up, only compared.
 *
 * @param module such as {@code torch._utils}
 * @param name such as {@code _rebuild_tensor_v2}
 */
public record Global(String module, String name) {
  @Override
  public String toString() {
    return module + "." + name;
  }
}
