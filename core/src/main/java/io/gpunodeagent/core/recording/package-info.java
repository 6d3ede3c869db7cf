// SPDX-License-Identifier: Apache-2.0
/**
 * What is recorded of the node around a fault: which events begin a recording, how long it lasts,
 * which triggers it takes up, and which recordings are deleted for a new one.
 *
 * <p>Pure: a caller brings the time and does what follows.
 */
@NullMarked
package io.gpunodeagent.core.recording;

import org.jspecify.annotations.NullMarked;
