package org.spikezip.pass.quantize;

import org.spikezip.ir.Node;
import org.spikezip.ir.op.HostOp;

/** Which operator a node has that is not canonical. */
final class HostNode {
  private HostNode() {}

  static boolean is(Node node, String domain, String type) {
    return node.op() instanceof HostOp host
        && host.domain().equals(domain)
        && host.type().equals(type);
  }
}
