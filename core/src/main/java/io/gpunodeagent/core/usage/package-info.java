/**
 * What has been seen of each allocation over time: how long it was held, when it was proven active
 * or idle, what it used.
 *
 * <p>Pure: a function of what was known before and of the snapshot just attributed.
 */
@NullMarked
package io.gpunodeagent.core.usage;

import org.jspecify.annotations.NullMarked;
