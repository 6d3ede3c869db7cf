// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.core.plausibility.Plausibility;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.RateSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlFieldId;
import io.gpunodeagent.nvml.NvmlFieldValueBatch;
import io.gpunodeagent.nvml.NvmlReturn;
import io.gpunodeagent.nvml.NvmlValueType;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Reads the field values of a plan from one GPU, all that are due in one call. Confined to one
 * thread.
 */
public final class FieldReader {

  /** Sets of due fields whose prepared call is kept: with and without slow ones, and retries. */
  private static final int PREPARED = 8;

  private static final String FUNCTION = "nvmlDeviceGetFieldValues";
  private static final String ENERGY_FUNCTION = "nvmlDeviceGetTotalEnergyConsumption";

  private final List<PlannedField> fields;
  private final Map<BitSet, NvmlFieldValueBatch> prepared = new HashMap<>();
  private final LongSupplier nanos;
  private final BitSet due = new BitSet();

  /**
   * Plans the fields; those that this driver does not have stay unsupported.
   *
   * @param phase where in the slow period the slow fields fall
   */
  public FieldReader(
      SamplingPlan plan,
      FieldNumbers numbers,
      double phase,
      LongSupplier nanos,
      Plausibility bounds) {
    this.nanos = nanos;
    var planned = new LinkedHashMap<FieldSignal, PlannedField>();
    for (var signal : plan.signals()) {
      if (signal instanceof FieldSignal field) {
        planned.computeIfAbsent(field, of -> planned(of, numbers, phase, bounds)).exported();
      } else if (signal instanceof RateSignal rate) {
        planned
            .computeIfAbsent(rate.counter(), of -> planned(of, numbers, phase, bounds))
            .rated(rate);
      }
    }
    fields = List.copyOf(planned.values());
  }

  private static PlannedField planned(
      FieldSignal field, FieldNumbers numbers, double phase, Plausibility bounds) {
    return new PlannedField(
        field, numbers.of(field.fieldId()), new Turn(field.cadence(), phase), bounds);
  }

  /** Reads the fields that are due. */
  public void read(NvmlDevice device, CallLog log, long now, long slowPeriod) {
    for (int i = 0; i < fields.size(); i++) {
      due.set(i, fields.get(i).due(now));
    }
    if (due.isEmpty()) {
      return;
    }
    var batch = batch(device);
    var overall = log.callForCode(FUNCTION, batch::read);
    long readAt = nanos.getAsLong();
    int entry = 0;
    for (int i = due.nextSetBit(0); i >= 0; i = due.nextSetBit(i + 1)) {
      take(fields.get(i), overall, batch, entry++, readAt, slowPeriod);
    }
    for (int i = due.nextSetBit(0); i >= 0; i = due.nextSetBit(i + 1)) {
      askElsewhere(fields.get(i), device, log, slowPeriod);
    }
  }

  private NvmlFieldValueBatch batch(NvmlDevice device) {
    var known = prepared.get(due);
    if (known != null) {
      return known;
    }
    if (prepared.size() == PREPARED) {
      prepared.clear();
    }
    int[] ids = due.stream().map(i -> fields.get(i).number()).toArray();
    int[] scopes = due.stream().map(i -> fields.get(i).signal().scope()).toArray();
    var batch = device.fieldValueBatch(ids, scopes);
    prepared.put((BitSet) due.clone(), batch);
    return batch;
  }

  private static void take(
      PlannedField field,
      NvmlReturn overall,
      NvmlFieldValueBatch batch,
      int entry,
      long readAt,
      long slowPeriod) {
    int code = overall.isSuccess() ? batch.returnCode(entry) : overall.value();
    Reading<Long> reading =
        code == 0
            ? Reading.of(batch.asLong(entry))
            : ReturnCodes.reading(FUNCTION, new NvmlReturn(code));
    field.take(reading, bits(batch.valueType(entry)), readAt, slowPeriod);
  }

  private static int bits(int valueType) {
    boolean narrow =
        valueType == NvmlValueType.UNSIGNED_INT.value()
            || valueType == NvmlValueType.SIGNED_INT.value();
    return narrow ? Integer.SIZE : Long.SIZE;
  }

  /** Drivers and boards without the energy field may still have the function. */
  private void askElsewhere(PlannedField field, NvmlDevice device, CallLog log, long slowPeriod) {
    if (field.signal().fieldId() == NvmlFieldId.TOTAL_ENERGY_CONSUMPTION
        && field.reading() instanceof Reading.Unsupported<Long>) {
      var energy = log.call(ENERGY_FUNCTION, device::totalEnergyConsumption);
      field.take(ReturnCodes.reading(energy), Long.SIZE, nanos.getAsLong(), slowPeriod);
    }
  }

  public void into(Readings.Builder readings) {
    for (var field : fields) {
      field.into(readings);
    }
  }
}
