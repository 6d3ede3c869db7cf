// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

/** What series are about, with the labels they share. */
public interface Labelled {

  /** The labels every series of it has. */
  RowLabels labels();

  /** A subject of series about use. */
  record Subject<S>(S subject, RowLabels labels) implements Labelled {}
}
