package org.spikezip.frontend.torch.script;

/**
 * A function or method that can be called.
 *
 * @param file where it is written
 * @param self the object whose method it is; null for a free function
 */
record FunctionValue(SourceFile file, Statement.Function function, ScriptObject self) {}
