/**
 * A document, be it YAML or JSON, as one tree: {@link io.gpunodeagent.core.document.Node}s that
 * know their {@link io.gpunodeagent.core.document.Place}, read key by key through {@link
 * io.gpunodeagent.core.document.MappingReader}. What is wrong is a {@link
 * io.gpunodeagent.core.document.Problem}. Parsers are elsewhere.
 */
@NullMarked
package io.gpunodeagent.core.document;

import org.jspecify.annotations.NullMarked;
