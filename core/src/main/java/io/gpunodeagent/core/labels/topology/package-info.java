// SPDX-License-Identifier: Apache-2.0
/**
 * How GPUs are linked: NVLinks, NUMA nodes and the NVLink fabric, from the snapshot.
 *
 * <p>Pure.
 */
@NullMarked
package io.gpunodeagent.core.labels.topology;

import org.jspecify.annotations.NullMarked;
