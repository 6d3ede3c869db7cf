package io.gpunodeagent.agent.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What has been seen of one allocation since the agent first saw it. Durations are of monotonic
 * time between samples that were taken; time without samples is in none of them.
 *
 * @param since when the allocation was first seen
 * @param held time it was seen held
 * @param active time it was proven active
 * @param energyJoules energy of the device while the allocation held it alone, or its part of it;
 *     empty when no part of it could be told
 * @param smSeconds share of the device's SMs over time: 1 is the whole device for a second; empty
 *     when it could never be told
 * @param activity now
 * @param idle the idle clock: proven inactivity since the last proven activity
 * @param lastActive when use was last proven, wall clock; empty when it never was
 * @param coverage samples in the window that allowed a judgement, over samples expected, 0–1; empty
 *     before there is a window
 * @param computeShare of all SM use of the device in the window, 0–1; empty unless several holders
 *     are active and all processes are seen
 * @param entitlement the part of the device that was given, 0–1; empty when it cannot be told
 */
public record Account(
    Instant since,
    Duration held,
    Duration active,
    OptionalDouble energyJoules,
    OptionalDouble smSeconds,
    Activity activity,
    Duration idle,
    Optional<Instant> lastActive,
    OptionalDouble coverage,
    OptionalDouble computeShare,
    OptionalDouble entitlement) {}
