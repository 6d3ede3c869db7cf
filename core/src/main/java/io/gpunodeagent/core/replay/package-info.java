/**
 * Plays samples of the past through the rules that judge live ones, and tells which pods would have
 * been marked.
 *
 * <p>Pure: samples arrive as values, and time is theirs.
 */
@NullMarked
package io.gpunodeagent.core.replay;

import org.jspecify.annotations.NullMarked;
