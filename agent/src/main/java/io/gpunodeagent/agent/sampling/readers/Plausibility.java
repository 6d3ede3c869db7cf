package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.core.snapshot.DeviceSignal;
import io.gpunodeagent.core.snapshot.Reading;
import io.gpunodeagent.core.snapshot.Signal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets no reading pass that no GPU, or not this one, can give: it is a failed reading, and counted
 * as one. Of one GPU or instance; confined to one thread.
 */
public final class Plausibility {

  private final CallLog log;
  private final Map<Signal<?>, Bound> bounds = new HashMap<>();
  private final Map<DeviceSignal, Double> limits = new EnumMap<>(DeviceSignal.class);

  public Plausibility(CallLog log) {
    this.log = log;
  }

  /** What remains of a reading of {@code signal}. */
  public <V> Reading<V> judge(Signal<V> signal, Reading<V> reading) {
    if (!(reading instanceof Reading.Value<V>(var value)) || !(value instanceof Number number)) {
      return reading;
    }
    var bound = bounds.computeIfAbsent(signal, Bounds::of);
    double given = number.doubleValue();
    if (bound.allows(given, this::limit)) {
      if (signal instanceof DeviceSignal device) {
        limits.put(device, given);
      }
      return reading;
    }
    if (bound.absentBeyond() && given > bound.most()) {
      return Reading.unsupported();
    }
    log.implausible(signal.source());
    return Reading.failed(signal.source(), Reading.IMPLAUSIBLE);
  }

  private Optional<Double> limit(DeviceSignal signal) {
    return Optional.ofNullable(limits.get(signal));
  }
}
