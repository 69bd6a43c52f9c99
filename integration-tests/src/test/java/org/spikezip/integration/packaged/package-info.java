/** Runs the packaged command as a process, as people and pipelines do. */
package org.spikezip.integration.packaged;
