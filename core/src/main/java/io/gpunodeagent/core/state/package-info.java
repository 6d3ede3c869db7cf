/**
 * The one published state: everything that scrapes, pages, labels and policies work from.
 *
 * <p>Pure: it only puts together what the packages before it made.
 */
@NullMarked
package io.gpunodeagent.core.state;

import org.jspecify.annotations.NullMarked;
