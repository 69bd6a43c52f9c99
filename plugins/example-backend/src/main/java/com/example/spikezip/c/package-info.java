/**
 * A backend that writes networks as C. It is an example of a plugin made outside of spikezip: it
 * has a build of its own and knows nothing but {@code spikezip-api} and {@code spikezip-ir}.
 */
package com.example.spikezip.c;
