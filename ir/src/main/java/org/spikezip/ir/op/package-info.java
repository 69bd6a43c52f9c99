/**
 * The canonical operators, one record each: its attributes and how the facts of its outputs follow
 * from those of its inputs.
 *
 * <p>The set is open: a plugin's operators join through {@link org.spikezip.ir.op.OpSet}. How
 * operators are computed is defined in the plugin interface, not here.
 */
package org.spikezip.ir.op;
