/** The parts of a Kubernetes node around its GPUs, played for demonstrations and tests. */
@NullMarked
package io.gpunodeagent.simulation;

import org.jspecify.annotations.NullMarked;
