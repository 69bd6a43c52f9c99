/** Compiles whole models and proves what came out, under every schedule. */
package org.spikezip.integration.model;
