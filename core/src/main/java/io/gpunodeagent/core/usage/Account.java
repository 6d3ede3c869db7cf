// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.usage.clock.Activity;
import io.gpunodeagent.core.usage.evidence.Evidence;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What has been seen of one allocation since the agent first saw it. Durations are of monotonic
 * time between samples that were taken; time without samples is in none of them. Totals never fall
 * while the allocation lives.
 *
 * @param since when the allocation was first seen, wall clock
 * @param held time it was seen held
 * @param active time it was proven active; never more than {@code held}
 * @param energyJoules energy of the GPU while the allocation held it alone, or its part by SM use
 *     where all use of a shared GPU was known; empty when no part of it was ever known, as under
 *     MIG
 * @param smSeconds share of the device's SMs over time: 1 is the whole device for a second; empty
 *     when it was never known
 * @param activity now
 * @param idle the idle clock: proven inactivity since the last proven activity, with pauses where
 *     nothing was proven
 * @param unbroken time up to now over which rest was proven without such a pause: none longer than
 *     three periods, and all together at most 5 % of it
 * @param lastActive when use was last proven, wall clock; empty when it never was
 * @param coverage part of the window in which a sample allowed a judgement, 0–1, never overstated;
 *     empty before there is a window
 * @param computeShare of all SM use of the device in the window, 0–1; empty unless several holders
 *     were active at once and all use was seen
 * @param entitlement the part of the device that was given, above 0 to 1: of its compute, and of
 *     its memory unless that is limited apart; empty when it is not known
 * @param entitledMemoryBytes device memory that was given; empty when it is not known
 * @param idleMemoryBytes device memory held while idle; empty unless idle and known
 * @param memoryOverBytes device memory held beyond the entitlement, 0 when within; empty unless the
 *     device is shared in replicas and both are known
 * @param evidence what the latest sample said
 * @param doubt why rest is not proven: the doubt of the latest sample, else why that sample is not
 *     enough; never empty while activity is unknown
 */
public record Account(
    Instant since,
    Duration held,
    Duration active,
    OptionalDouble energyJoules,
    OptionalDouble smSeconds,
    Activity activity,
    Duration idle,
    Duration unbroken,
    Optional<Instant> lastActive,
    OptionalDouble coverage,
    OptionalDouble computeShare,
    OptionalDouble entitlement,
    OptionalLong entitledMemoryBytes,
    OptionalLong idleMemoryBytes,
    OptionalLong memoryOverBytes,
    Evidence evidence,
    Optional<Doubt> doubt) {}
