// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

/**
 * A process, distinguished from later ones with the same number.
 *
 * @param pid in the PID namespace of the {@code /proc} that was read
 * @param startTicks clock ticks after boot at which it started: field 22 of {@code /proc/PID/stat}
 * @param command the kernel's name of it, at most 15 bytes, chosen by the process itself: never
 *     trusted
 * @param owner by its cgroup
 */
public record ProcessIdentity(long pid, long startTicks, String command, ProcessOwner owner) {}
