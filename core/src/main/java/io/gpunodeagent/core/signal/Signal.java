// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

/**
 * Names one quantity a sample may hold: what the sampler reads and what metrics, labels and
 * policies ask for. The set of signals to read is the {@link SamplingPlan}.
 *
 * @param <T> {@link Long}, {@link Double} or {@link String}
 */
public sealed interface Signal<T>
    permits DeviceSignal,
        EccSignal,
        FieldSignal,
        GpmSignal,
        NvLinkErrorSignal,
        RateSignal,
        TextSignal {

  /** How often the quantity is read. */
  Cadence cadence();

  /** The NVML function the quantity comes from. */
  String source();
}
