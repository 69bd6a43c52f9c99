/**
 * Where the files of the tests are. The tests themselves are in {@code model} (whole models),
 * {@code node} (ONNX node cases), {@code packaged} (the command as a process) and {@code lint}
 * (house rules).
 */
package org.spikezip.integration;
