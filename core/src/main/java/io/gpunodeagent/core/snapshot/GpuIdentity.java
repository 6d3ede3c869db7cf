// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import io.gpunodeagent.core.signal.Reading;
import java.util.Optional;

/**
 * What names a GPU as long as it is enumerated.
 *
 * @param index NVML index: PCI bus order at the last enumeration
 * @param uuid {@code GPU-…}
 * @param name product name, such as {@code NVIDIA H100 80GB HBM3}
 * @param pciBusId {@code 00000000:1B:00.0}, upper case, eight-digit domain
 * @param minorNumber N of {@code /dev/nvidiaN}
 * @param serial board serial; absent on boards without one
 */
public record GpuIdentity(
    int index,
    String uuid,
    String name,
    String pciBusId,
    Reading<Long> minorNumber,
    Optional<String> serial) {}
