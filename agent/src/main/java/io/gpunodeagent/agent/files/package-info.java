/**
 * How files are read that somebody else writes: regular files only, and never more than a bound.
 * What a file means is the business of the package that asks for it.
 */
@NullMarked
package io.gpunodeagent.agent.files;

import org.jspecify.annotations.NullMarked;
