// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.core.snapshot.DriverState;

/** Whether there is a session to read with. */
sealed interface LibraryState {

  /** There is none. */
  record Down(DriverState.Unavailable why) implements LibraryState {}

  /** There is one. */
  record Up(Session session) implements LibraryState {}

  /**
   * NVML is being opened again to enumerate the GPUs; what the last session read still holds for a
   * moment.
   *
   * @param session the last one
   * @param since when it was paused, nanoseconds
   */
  record Renewing(Session session, long since) implements LibraryState {}
}
