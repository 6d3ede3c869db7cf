package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.agent.attribution.AttributedDevice;
import io.gpunodeagent.agent.attribution.Holding;
import io.gpunodeagent.agent.attribution.Share;
import io.gpunodeagent.agent.snapshot.PodInfo;
import io.gpunodeagent.agent.usage.Account;
import java.util.Map;
import java.util.Optional;

/**
 * A container and a device it holds: what series of scope allocation speak of.
 *
 * @param device what is held
 * @param holding how it was given
 * @param share what is used of it now
 * @param pod the holder; empty while pods are not known
 * @param account what has been seen over time; empty when nothing keeps it
 * @param annotations the configured ones of the pod, by label name
 */
public record Held(
    AttributedDevice device,
    Holding holding,
    Share share,
    Optional<PodInfo> pod,
    Optional<Account> account,
    Map<String, String> annotations) {

  public Held {
    annotations = Map.copyOf(annotations);
  }
}
