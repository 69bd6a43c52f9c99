/** Checks the house rules on the sources themselves. */
package org.spikezip.integration.lint;
