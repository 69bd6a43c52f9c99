/** The plugin that offers the compiler's own passes. */
package org.spikezip.pass;
