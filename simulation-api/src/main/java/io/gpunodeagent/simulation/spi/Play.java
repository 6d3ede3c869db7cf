// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.spi;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What is to be played, and by which clock.
 *
 * @param scenario the file
 * @param catalogue the folder of GPU models beside the simulated library
 * @param folder where to put socket and files; made when it is not there; it must hold none of an
 *     earlier play
 * @param clock tells the time
 * @param start the instant of t = 0, unless the scenario's own clock has an epoch
 * @param stepped whether the node changes only when {@link SimulatedNode#follow} is called; the
 *     scenario's own clock does not count then
 */
public record Play(
    Path scenario,
    Path catalogue,
    Path folder,
    InstantSource clock,
    Instant start,
    boolean stepped) {}
