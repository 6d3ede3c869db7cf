// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import io.gpunodeagent.agent.cluster.pods.ObservedPod;
import io.gpunodeagent.agent.cluster.pods.PodAnswer;
import io.gpunodeagent.agent.cluster.pods.PodApi;
import io.gpunodeagent.agent.enforcement.Result.Outcome;
import io.gpunodeagent.core.sources.Grant;
import java.util.Optional;

/** Does the steps, each after one more look at the pod; a dry run does nothing. For one thread. */
final class PodActor {

  private final Optional<PodApi> api;
  private final String nodeName;
  private final Grants grants;
  private final Permits permits;

  /**
   * A hand.
   *
   * @param api empty when nothing may be written
   */
  PodActor(Optional<PodApi> api, String nodeName, Grants grants, Permits permits) {
    this.api = api;
    this.nodeName = nodeName;
    this.grants = grants;
    this.permits = permits;
  }

  /** What an eviction needs beside the pod's own state. */
  interface Permits {

    /** Why the latest state does not call for it any more; empty when it does. */
    Optional<String> outdated(PodStep.Evict step);

    /** Takes one of the budget, and records that; or says why not. */
    Optional<String> take(PodStep.Evict step);

    /** Gives it back. */
    void giveBack(PodStep.Evict step);
  }

  /** Does the step. */
  Result take(PodStep.ToPod step) throws InterruptedException {
    if (step.dryRun() || api.isEmpty()) {
      return pretend(step);
    }
    return switch (step) {
      case PodStep.Annotate annotate -> annotate(api.get(), annotate);
      case PodStep.Event one -> result(api.get().record(one.pod(), one.event()));
      case PodStep.Evict evict -> evict(api.get(), evict);
    };
  }

  private Result pretend(PodStep.ToPod step) {
    return switch (step) {
      case PodStep.Annotate _, PodStep.Event _ -> Result.done();
      case PodStep.Evict evict ->
          permits.take(evict).map(why -> Result.of(Outcome.WITHHELD, why)).orElseGet(Result::done);
    };
  }

  private Result annotate(PodApi to, PodStep.Annotate step) throws InterruptedException {
    var answer = to.read(step.pod());
    if (!(answer instanceof PodAnswer.Seen(var pod))) {
      return result(answer);
    }
    var objection = objection(step, pod);
    if (objection.isPresent()) {
      return Result.of(Outcome.STALE, objection.get());
    }
    var changes = Marks.changes(Marks.of(pod.pod().annotations()), step.wanted());
    return changes.isEmpty() ? Result.done() : result(to.annotate(pod, changes));
  }

  private Optional<String> objection(PodStep.Annotate step, ObservedPod pod) {
    if (pod.deleted()) {
      return Optional.of("it is being deleted");
    }
    if (step.action() == PodAction.WITHDRAW) {
      return Optional.empty();
    }
    if (step.judged().isEmpty()) {
      return Optional.of("it was not known when it was judged");
    }
    return step.decisions().stream()
        .map(decision -> Proof.against(step.judged().get(), decision, pod, nodeName))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Result evict(PodApi to, PodStep.Evict step) throws InterruptedException {
    var answer = to.read(step.pod());
    if (!(answer instanceof PodAnswer.Seen(var pod))) {
      return result(answer);
    }
    var changed = Proof.against(step.judged(), step.decision(), pod, nodeName);
    if (changed.isPresent()) {
      return Result.of(Outcome.STALE, changed.get());
    }
    return switch (grants.confirm(step.pod().namespace(), step.pod().name())) {
      case Grant.Stands() -> evict(to, step, pod);
      case Grant.Ended(var reason) -> Result.of(Outcome.STALE, reason);
      case Grant.Unknown(var reason) -> Result.of(Outcome.FAILED, reason);
    };
  }

  private Result evict(PodApi to, PodStep.Evict step, ObservedPod pod) throws InterruptedException {
    var outdated = permits.outdated(step);
    if (outdated.isPresent()) {
      return Result.of(Outcome.STALE, outdated.get());
    }
    var withheld = permits.take(step);
    if (withheld.isPresent()) {
      return Result.of(Outcome.WITHHELD, withheld.get());
    }
    // Recording it waits for a disk, and the state may have changed meanwhile.
    var outdatedSince = permits.outdated(step);
    if (outdatedSince.isPresent()) {
      permits.giveBack(step);
      return Result.of(Outcome.STALE, outdatedSince.get());
    }
    var result = result(to.evict(pod));
    switch (result.outcome()) {
      case STALE, BLOCKED, REFUSED -> permits.giveBack(step);
      // A failure may come after the action.
      case DONE, FAILED, WITHHELD -> {}
    }
    return result;
  }

  private static Result result(PodAnswer answer) {
    return switch (answer) {
      case PodAnswer.Seen _, PodAnswer.Done() -> Result.done();
      case PodAnswer.Gone(var reason) -> Result.of(Outcome.STALE, reason);
      case PodAnswer.Changed(var reason) -> Result.of(Outcome.STALE, reason);
      case PodAnswer.Blocked(var pause, var reason) ->
          new Result(Outcome.BLOCKED, Optional.of(reason), pause);
      case PodAnswer.Forbidden(var reason) -> Result.of(Outcome.REFUSED, reason);
      case PodAnswer.Unavailable(var pause, var reason) ->
          new Result(Outcome.FAILED, Optional.of(reason), pause);
    };
  }
}
