/**
 * TorchScript: parses the Python subset that archives hold, and interprets it over known and
 * unknown values, so that what is left is a graph of operators.
 */
package org.spikezip.frontend.torch.script;
