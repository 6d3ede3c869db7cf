/**
 * What the rules for idle and shared GPUs say of each pod: watched, announced, marked, or due for
 * eviction.
 *
 * <p>Pure: a function of what was known before, of the snapshot just attributed, and of the rules.
 * Nothing is carried out here.
 */
@NullMarked
package io.gpunodeagent.core.policy;

import org.jspecify.annotations.NullMarked;
