// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

/**
 * An NVML field value, a whole number in the field's own unit.
 *
 * @param fieldId {@code NVML_FI_*} of the newest driver; the sampler asks older drivers by their
 *     number
 * @param scope the link for a field of one link, {@link #ALL} for the sum over links, {@link
 *     #MODULE} for power of the module, else 0
 * @param cadence how often it is read
 */
public record FieldSignal(int fieldId, int scope, Cadence cadence) implements Signal<Long> {

  /** The sum over all links. */
  public static final int ALL = -1;

  /** {@code NVML_POWER_SCOPE_MODULE}: the module a GPU shares with its CPU and other GPUs. */
  public static final int MODULE = 1;

  /** A field of the whole GPU, read on every pass. */
  public static FieldSignal everyPass(int fieldId) {
    return new FieldSignal(fieldId, 0, Cadence.PASS);
  }

  /** A field of the whole GPU, read on the slow period. */
  public static FieldSignal slow(int fieldId) {
    return new FieldSignal(fieldId, 0, Cadence.SLOW);
  }

  /** The field with another scope. */
  public FieldSignal withScope(int other) {
    return new FieldSignal(fieldId, other, cadence);
  }

  @Override
  public String source() {
    return "nvmlDeviceGetFieldValues";
  }
}
