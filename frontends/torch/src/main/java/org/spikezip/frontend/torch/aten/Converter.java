package org.spikezip.frontend.torch.aten;

import java.util.List;

/** Turns one call into canonical nodes; as {@link AtenOp}, with the arguments at hand. */
interface Converter {
  List<Object> convert(AtenNode n);
}
