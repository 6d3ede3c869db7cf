// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.overview;

import java.util.Locale;
import java.util.Optional;

/**
 * Something that is wrong now.
 *
 * @param severity how bad it is
 * @param kind what kind of problem it is, stable, such as {@code driver_unavailable}, a cause of
 *     bad health such as {@code xid}, or {@code source_down}
 * @param gpu UUID of the GPU it is about; empty when it is about the node
 * @param text what is wrong, one line
 * @param remedy what to do about it, one line; empty when there is nothing to do
 */
public record NodeProblem(
    Severity severity, String kind, Optional<String> gpu, String text, Optional<String> remedy) {

  /** How bad it is, worst first. The lower-case name is a value of the API. */
  public enum Severity {
    /** Work fails, or nothing can be said of a GPU. */
    ERROR,
    /** Something works with less than it should, or a figure is missing. */
    WARNING,
    /** Worth knowing; the GPUs are as they were, as after an error of an application. */
    NOTE;

    /** The lower-case name. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
