// SPDX-License-Identifier: Apache-2.0
/**
 * What the machine itself says: its PCI devices, virtual GPUs and type.
 *
 * <p>Pure.
 */
@NullMarked
package io.gpunodeagent.core.labels.machine;

import org.jspecify.annotations.NullMarked;
