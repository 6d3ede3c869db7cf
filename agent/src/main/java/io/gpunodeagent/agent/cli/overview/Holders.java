package io.gpunodeagent.agent.cli.overview;

import io.gpunodeagent.core.attribution.Attributed;
import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.DeviceUser;
import io.gpunodeagent.core.attribution.Holding;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.Portion;
import io.gpunodeagent.core.policy.PodDecision;
import io.gpunodeagent.core.policy.PodDecision.PodRef;
import io.gpunodeagent.core.snapshot.PodInfo;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Account;
import io.gpunodeagent.core.usage.AllocationKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Arranges who holds and uses a device. */
final class Holders {

  /** The farthest decision of a pod is what people want to know of it. */
  private static final Comparator<PodDecision> FARTHEST =
      Comparator.comparing(PodDecision::stage)
          .thenComparing(PodDecision::kind, Comparator.reverseOrder());

  private final NodeState state;
  private final Map<String, PodInfo> pods;
  private final Map<PodRef, PodDecision> decisions;

  Holders(NodeState state) {
    this.state = state;
    pods =
        state.pods().entries().stream()
            .collect(Collectors.toMap(PodInfo::uid, Function.identity(), (one, _) -> one));
    decisions =
        state.policies().decisions().stream()
            .collect(
                Collectors.toMap(
                    PodDecision::pod,
                    Function.identity(),
                    (one, other) -> FARTHEST.compare(one, other) >= 0 ? one : other));
  }

  /** Everyone on {@code device}, which people call {@code id}. */
  List<HolderOverview> of(AttributedDevice device, String id) {
    return device.occupants().stream().map(occupant -> holder(device, id, occupant)).toList();
  }

  private HolderOverview holder(AttributedDevice device, String id, Occupant occupant) {
    var name = Name.of(occupant.user());
    var uid = occupant.user().podUid();
    var pod = uid.map(pods::get);
    var account = account(device, occupant);
    boolean holds = occupant.relation() == Occupant.Relation.HOLDER;
    return new HolderOverview(
        id,
        name.namespace(),
        name.pod(),
        name.container(),
        pod.flatMap(PodInfo::workload).map(Holders::text).orElse(""),
        words(occupant.relation()),
        holds,
        occupant.holding().map(holding -> share(holding, device.replicas())).orElse(""),
        account.map(Account::activity).map(DeviceState::of).orElse(DeviceState.UNKNOWN),
        account.flatMap(Account::doubt).map(Holders::words).orElse(""),
        account.map(Account::idle).orElse(Duration.ZERO),
        pod.flatMap(PodInfo::startedAt),
        percent(occupant.share().smPercent()),
        bytes(occupant.share().memoryBytes()),
        account.map(Account::entitlement).orElse(OptionalDouble.empty()),
        next(new PodRef(name.namespace(), name.pod(), uid)),
        occupant.share().pids().size());
  }

  private Optional<PolicyOutlook> next(PodRef pod) {
    return Optional.ofNullable(decisions.get(pod))
        .map(decision -> PolicyOutlook.of(decision, state.node().takenAt()));
  }

  private Optional<Account> account(AttributedDevice device, Occupant occupant) {
    return occupant.user() instanceof DeviceUser.Container(var name, var uid)
        ? Optional.ofNullable(
            state.usage().accounts().get(new AllocationKey(name, uid, device.device())))
        : Optional.empty();
  }

  private static String share(Holding holding, OptionalInt replicas) {
    var of = replicas.isPresent() ? " of " + replicas.getAsInt() : "";
    return holding.portions().stream()
        .map(portion -> portion(portion, of))
        .filter(text -> !text.isEmpty())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String portion(Portion portion, String of) {
    return switch (portion) {
      case Portion.Whole() -> "";
      case Portion.Replica(int number) -> "replica " + number + of;
      case Portion.Unstated() -> "a share";
      case Portion.Fraction(double part) -> String.format(Locale.ROOT, "%.0f %%", part * 100);
      case Portion.Memory(long bytes) -> (bytes >> 20) + " MiB";
      case Portion.Limits(long memory, int sm) -> (memory >> 20) + " MiB, " + sm + " % of the SMs";
    };
  }

  private static String text(PodInfo.Workload workload) {
    return workload.kind() + "/" + workload.name();
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static OptionalDouble percent(Attributed<Double> figure) {
    return switch (figure) {
      case Attributed.Value<Double>(var value, var _) -> OptionalDouble.of(value);
      case Attributed.Absent<Double>(var _) -> OptionalDouble.empty();
    };
  }

  private static OptionalLong bytes(Attributed<Long> figure) {
    return switch (figure) {
      case Attributed.Value<Long>(var value, var _) -> OptionalLong.of(value);
      case Attributed.Absent<Long>(var _) -> OptionalLong.empty();
    };
  }

  /** What is known of the name of a user. */
  private record Name(String namespace, String pod, String container) {

    static Name of(DeviceUser user) {
      return switch (user) {
        case DeviceUser.Container(var name, var _) ->
            new Name(name.namespace(), name.pod(), name.container());
        case DeviceUser.UnlistedContainer(var namespace, var pod, var _, var id) ->
            new Name(namespace, pod, shortened(id));
        case DeviceUser.UnknownPod(var uid, var id) ->
            new Name("", "pod UID " + uid, shortened(id));
      };
    }

    private static String shortened(String id) {
      return id.substring(0, Math.min(12, id.length()));
    }
  }
}
