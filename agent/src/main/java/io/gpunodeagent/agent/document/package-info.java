/** Parsers of YAML and JSON: a text to the tree of {@code core.document}, and back. */
@NullMarked
package io.gpunodeagent.agent.document;

import org.jspecify.annotations.NullMarked;
