// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import io.gpunodeagent.simulation.scenario.ProcessLife.Home;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells where every process of the GPUs runs. A process number may be used again: each life belongs
 * to the container that named the number and lived when it began.
 */
final class ProcessJoin {

  private final Map<Long, List<Claim>> claims = new HashMap<>();
  private final Map<Long, List<ProcessLife>> lives = new TreeMap<>();

  /** Somebody's word that a process is there. */
  private record Claim(
      NamedProcess process, Optional<ScenarioPodReader.Reading> pod, Home.OnHost host) {

    Home home(double seconds) {
      return pod.<Home>map(reading -> inContainer(reading, seconds)).orElse(host);
    }

    private Home inContainer(ScenarioPodReader.Reading reading, double seconds) {
      return reading.processes().entrySet().stream()
          .filter(entry -> entry.getValue().contains(process))
          .<Home>map(entry -> new Home.InContainer(reading.pod(), entry.getKey().idAt(seconds)))
          .findFirst()
          .orElse(host);
    }
  }

  /** The lives, by process number and then by time. */
  static List<ProcessLife> join(
      List<ScenarioProcess> listed, List<ScenarioPodReader.Reading> pods, List<At> hostProcesses) {
    var join = new ProcessJoin();
    pods.forEach(join::claim);
    hostProcesses.forEach(join::claim);
    join.merge(listed);
    join.claims.values().forEach(claimed -> claimed.forEach(join::settle));
    return join.lives.values().stream().flatMap(List::stream).toList();
  }

  private void claim(ScenarioPodReader.Reading reading) {
    reading
        .processes()
        .values()
        .forEach(
            named ->
                named.forEach(
                    one -> claim(new Claim(one, Optional.of(reading), new Home.OnHost("/")))));
  }

  private void claim(At at) {
    at.only("pid", "name", "unit", "from", "until");
    var named =
        new NamedProcess(
            at.require("pid", "pid: 4242").number(1, 0xffff_ffffL),
            at.find("name").map(At::text),
            Span.read(at, Span.always()),
            at);
    var unit = at.find("unit").map(At::text);
    if (unit.filter(text -> !text.startsWith("/")).isPresent()) {
      throw at.require("unit", "a unit")
          .fault("must be a path", "write /system.slice/sshd.service");
    }
    var home = new Home.OnHost(unit.orElseGet(() -> unitOf(named.name().orElse("process"))));
    claim(new Claim(named, Optional.empty(), home));
  }

  private void claim(Claim claim) {
    claims.computeIfAbsent(claim.process().pid(), _ -> new ArrayList<>()).add(claim);
  }

  private static String unitOf(String program) {
    return "/system.slice/" + program.substring(program.lastIndexOf('/') + 1) + ".service";
  }

  /**
   * Entries of one number that overlap in time are one process on several GPUs, or of two kinds.
   */
  private void merge(List<ScenarioProcess> listed) {
    var byStart = new ArrayList<>(listed);
    byStart.sort(
        Comparator.comparingLong(ScenarioProcess::pid)
            .thenComparingDouble(one -> one.span().from()));
    var open = new ArrayList<ScenarioProcess>();
    for (var process : byStart) {
      if (!open.isEmpty()
          && open.getLast().pid() == process.pid()
          && process.span().from() < open.getLast().span().until()) {
        var last = open.removeLast();
        var until = Math.max(last.span().until(), process.span().until());
        var span = new Span(last.span().from(), until);
        open.add(new ScenarioProcess(last.pid(), last.name(), span, last.at()));
      } else {
        open.add(process);
      }
    }
    open.forEach(this::place);
  }

  private void place(ScenarioProcess process) {
    double start = process.span().from();
    var owners =
        claims.getOrDefault(process.pid(), List.of()).stream()
            .filter(claim -> claim.process().span().contains(start))
            .toList();
    if (owners.size() > 1) {
      throw owners
          .get(1)
          .process()
          .at()
          .fault("the process is named twice for the same time", "remove one of the two");
    }
    var home =
        owners.stream()
            .findFirst()
            .map(claim -> claim.home(start))
            .orElseGet(() -> new Home.OnHost(unitOf(process.name())));
    add(new ProcessLife(process.pid(), process.name(), process.span(), home));
  }

  /** A claim on a process that no GPU lists in its time must say the process's name. */
  private void settle(Claim claim) {
    var process = claim.process();
    boolean listed =
        lives.getOrDefault(process.pid(), List.of()).stream()
            .anyMatch(life -> process.span().contains(life.span().from()));
    if (listed) {
      return;
    }
    var name =
        process
            .name()
            .orElseThrow(
                () ->
                    process
                        .at()
                        .fault(
                            "no GPU lists a process of that number that starts in that time",
                            "add it to processes of a device, or write {pid: %d, name: sleep}"
                                .formatted(process.pid())));
    var life =
        new ProcessLife(process.pid(), name, process.span(), claim.home(process.span().from()));
    if (lives.getOrDefault(process.pid(), List.of()).stream()
        .anyMatch(other -> other.span().overlaps(life.span()))) {
      throw process.at().fault("another process has that number then", "use another number");
    }
    add(life);
  }

  private void add(ProcessLife life) {
    lives.computeIfAbsent(life.pid(), _ -> new ArrayList<>()).add(life);
  }
}
