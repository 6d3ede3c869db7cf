/**
 * Whether each GPU may be trusted with work: what is wrong, since when, what to do about it, and
 * when it counts as over.
 *
 * <p>Pure: a function of what was judged before and of the latest snapshot. Unknown is never
 * healthy.
 */
@NullMarked
package io.gpunodeagent.core.health;

import org.jspecify.annotations.NullMarked;
