package org.spikezip.frontend.torch.script;

import java.util.Map;

/**
 * A class of the code.
 *
 * @param base such as {@code Module} or {@code NamedTuple}; empty if there is none
 * @param fields names and types of its attributes, in order
 * @param constants values that stand in the class itself
 * @param methods by name
 */
record ClassDefinition(
    String name,
    String base,
    Map<String, Expression> fields,
    Map<String, Expression> constants,
    Map<String, Statement.Function> methods) {}
