// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import static io.gpunodeagent.agent.document.JsonParts.amountIfAny;
import static io.gpunodeagent.agent.document.JsonParts.countIfAny;
import static io.gpunodeagent.agent.document.JsonParts.index;
import static io.gpunodeagent.agent.document.JsonParts.instant;
import static io.gpunodeagent.agent.document.JsonParts.known;
import static io.gpunodeagent.agent.document.JsonParts.list;
import static io.gpunodeagent.agent.document.JsonParts.name;
import static io.gpunodeagent.agent.document.JsonParts.span;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.agent.document.JsonPart;
import io.gpunodeagent.agent.document.RecordPart;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.usage.AllocationKey;
import io.gpunodeagent.core.usage.UsageMemory;
import java.io.IOException;
import java.util.Optional;

/** {@link UsageMemory} as JSON. */
final class UsageJson {

  /** More than the largest node has: 16 GPUs of 7 instances, each shared by 48. */
  private static final int MOST_ENTRIES = 6_000;

  /** More than a machine takes. */
  private static final int MOST_GPUS = 256;

  /** A GPU, or an instance where there is {@code gpuInstance}. */
  private static final JsonPart<Device> DEVICE =
      new JsonPart<>() {
        private static final JsonPart<String> GPU = name("gpu");
        private static final JsonPart<Optional<Integer>> INSTANCE = index("gpuInstance").ifAny();

        @Override
        public Device read(MappingReader keys) {
          var gpu = GPU.read(keys);
          return INSTANCE
              .read(keys)
              .<Device>map(id -> new Device.GpuInstance(gpu, id))
              .orElseGet(() -> new Device.Gpu(gpu));
        }

        @Override
        public void write(Device device, JsonGenerator json) throws IOException {
          GPU.write(device.gpuUuid(), json);
          switch (device) {
            case Device.GpuInstance(var _, var id) -> INSTANCE.write(Optional.of(id), json);
            case Device.Gpu _ -> {}
          }
        }
      };

  private static final JsonPart<UsageMemory.Entry> ENTRY =
      RecordPart.of(
          UsageMemory.Entry.class,
          RecordPart.of(
              AllocationKey.class,
              RecordPart.of(ContainerName.class, name("namespace"), name("pod"), name("container")),
              name("podUid").as(Optional::of, uid -> uid.orElse("")),
              DEVICE),
          name("containerId"),
          instant("since"),
          span("heldNanos"),
          span("activeNanos"),
          amountIfAny("energyJoules"),
          amountIfAny("smSeconds"),
          span("idleNanos"),
          instant("lastActive").ifAny(),
          span("warmUpLeftNanos"));

  private static final JsonPart<UsageMemory.Resting> GPU =
      RecordPart.of(
          UsageMemory.Resting.class,
          name("uuid"),
          countIfAny("emptyMilliwatts"),
          countIfAny("occupiedMilliwatts"),
          countIfAny("fallenMilliwatts"));

  private UsageJson() {}

  /** The fields of an object. */
  static JsonPart<UsageMemory> part(String bootId) {
    return RecordPart.of(
        UsageMemory.class,
        known(bootId),
        list("allocations", MOST_ENTRIES, ENTRY, UsageMemory.Entry::key),
        list("gpus", MOST_GPUS, GPU, UsageMemory.Resting::gpuUuid));
  }
}
