// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.ProcessIdentity;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.ProcessTable;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ProcessReaderTest {

  private static final String UID = "0f9a7c1e-5b3d-4a52-9e1f-2c6d8b4a7e90";
  private static final String OTHER = "11111111-2222-3333-4444-555555555555";
  private static final String ID = "ab".repeat(32);
  private static final Duration RECHECK = Duration.ofMinutes(3);

  @TempDir Path folder;

  private final AtomicLong nanoTime = new AtomicLong();
  private FakeProc proc;
  private ProcessReader reader;

  @BeforeEach
  void aHost() throws IOException {
    proc = new FakeProc(folder);
    reader = new ProcessReader(folder, new ProcessLimits(RECHECK), nanoTime::get);
  }

  @Test
  void processesAreFoundByTheirCgroups() throws IOException {
    proc.start(100, 5000, pod(UID));
    proc.start("101", "x) R 1 1", 'R', 6000, "0::/system.slice/xorg.service");

    var table = reader.read(running(100, 101));

    assertThat(table.visibility()).isEqualTo(new Visibility.Full());
    assertThat(table.doubts()).isEmpty();
    assertThat(table.byPid().values())
        .containsExactlyInAnyOrder(
            new ProcessIdentity(100, 5000, "python", new ProcessOwner.InPod(UID, ID)),
            new ProcessIdentity(
                101, 6000, "x) R 1 1", new ProcessOwner.OnHost("/system.slice/xorg.service")));
  }

  @Test
  void aReusedNumberIsTheNewProcessAtOnce() throws IOException {
    proc.start(100, 5000, pod(UID));
    assertThat(owner(reader.read(running(100)), 100)).isEqualTo(new ProcessOwner.InPod(UID, ID));

    proc.end(100);
    proc.start(100, 9000, pod(OTHER));

    var after = reader.read(running(100)).byPid().get(100L);
    assertThat(after)
        .isEqualTo(new ProcessIdentity(100, 9000, "python", new ProcessOwner.InPod(OTHER, ID)));
  }

  static Stream<Arguments> cursors() {
    return Stream.of(
        Arguments.of("passed", 99, 100, true),
        Arguments.of("passed by far", 40, 4000, true),
        Arguments.of("not moved", 4000, 4000, false),
        Arguments.of("given before", 100, 4000, false),
        Arguments.of("not there yet", 40, 99, false),
        Arguments.of("came round to it", 32_000, 100, true),
        Arguments.of("came round to it from below", 99, 50, true),
        Arguments.of("came round short of it", 32_000, 99, false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cursors")
  void aNumberIsLookedAtAgainOnceTheKernelsCursorPassedIt(
      String what, long before, long after, boolean again) throws IOException {
    proc.start(100, 5000, pod(UID));
    proc.lastGiven(before);
    reader.read(running(100));
    proc.end(100);
    proc.start(100, 9000, pod(OTHER));
    proc.lastGiven(after);

    assertThat(owner(reader.read(running(100)), 100))
        .as(what)
        .isEqualTo(new ProcessOwner.InPod(again ? OTHER : UID, ID));
  }

  @Test
  void afterALongTimeTheCursorMayHaveComeAllTheWayRound() throws IOException {
    proc.start(100, 5000, pod(UID));
    proc.lastGiven(4000);
    reader.read(running(100));
    proc.end(100);
    proc.start(100, 9000, pod(OTHER));
    nanoTime.addAndGet(Duration.ofSeconds(3).toNanos());

    assertThat(owner(reader.read(running(100)), 100)).isEqualTo(new ProcessOwner.InPod(OTHER, ID));
  }

  @Test
  void processesFoundAtOnceAreReadAgainInDifferentLooks() throws IOException {
    var pids = LongStream.range(100, 164).toArray();
    for (var pid : pids) {
      proc.start(pid, 5000, pod(UID));
    }
    reader.read(running(pids));
    for (var pid : pids) {
      proc.cgroups(Long.toString(pid), pod(OTHER));
    }
    var perLook = new ArrayList<Long>();
    for (long before = 0, moved; before < pids.length; before = moved) {
      nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
      var table = reader.read(running(pids));
      moved =
          LongStream.of(pids)
              .filter(pid -> owner(table, pid).equals(new ProcessOwner.InPod(OTHER, ID)))
              .count();
      perLook.add(moved - before);
    }
    assertThat(perLook).hasSizeBetween(90, 180).allMatch(some -> some <= 2);
  }

  /** The cgroup is a pipe, so the number changes hands exactly between start and cgroup. */
  @Test
  void aNumberReusedDuringTheLookIsNeverGivenTheOtherProcessesOwner() throws Exception {
    proc.start(100, 5000, "");
    var cgroup = folder.resolve("100/cgroup");
    Files.delete(cgroup);
    pipe(cgroup);
    var second = folder.resolve("second");
    pipe(second);

    var written =
        new FutureTask<>(
            () -> {
              try (var pipe = Files.newOutputStream(cgroup)) {
                proc.restart(100, 9000);
                Files.move(second, cgroup, StandardCopyOption.ATOMIC_MOVE);
                pipe.write(pod(UID).getBytes(UTF_8));
              }
              try (var pipe = Files.newOutputStream(cgroup)) {
                proc.restart(100, 9001);
                pipe.write(pod(OTHER).getBytes(UTF_8));
              }
              return true;
            });
    // A daemon: without a reader, opening a pipe never returns.
    Thread.ofPlatform().daemon().start(written);

    assertThat(reader.read(running(100)).byPid()).isEmpty();
    assertThat(written.get()).isTrue();
  }

  @Test
  void aKnownProcessIsNotReadAgainUntilTheRecheck() throws IOException {
    proc.start(100, 5000, pod(UID));
    reader.read(running(100));
    proc.cgroups("100", pod(OTHER));

    assertThat(owner(reader.read(running(100)), 100)).isEqualTo(new ProcessOwner.InPod(UID, ID));
    nanoTime.addAndGet(RECHECK.toNanos());
    assertThat(owner(reader.read(running(100)), 100)).isEqualTo(new ProcessOwner.InPod(OTHER, ID));
  }

  @Test
  void whatIsNoLongerListedIsForgotten() throws IOException {
    proc.start(100, 5000, pod(UID));
    reader.read(running(100));
    reader.read(running());
    proc.cgroups("100", pod(OTHER));

    assertThat(owner(reader.read(running(100)), 100)).isEqualTo(new ProcessOwner.InPod(OTHER, ID));
  }

  @Test
  void aProcessThatJustEndedIsLeftOutAndOneThatStaysMissingIsHidden() {
    var first = reader.read(running(100));
    var second = reader.read(running(100));

    assertThat(first.byPid()).isEmpty();
    assertThat(first.doubts()).isEmpty();
    assertThat(owner(second, 100)).isInstanceOf(ProcessOwner.Hidden.class);
    assertThat(second.visibility("GPU-0")).isInstanceOf(Visibility.Partial.class);
    assertThat(second.visibility("GPU-1")).isInstanceOf(Visibility.Full.class);
  }

  @Test
  void aZombieWithoutACgroupHasEndedAndIsNotTheHosts() throws IOException {
    proc.start("100", "python", 'Z', 5000, "0::/");

    assertThat(reader.read(running(100)).byPid()).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadOrUnderstoodHidesItsProcess() throws IOException {
    proc.start(100, 5000, pod(UID));
    Files.writeString(folder.resolve("100/stat"), "nonsense");
    proc.start(101, 5000, "x".repeat(70_000));
    proc.start(102, 5000, pod(UID));
    Files.delete(folder.resolve("102/cgroup"));
    Files.createDirectory(folder.resolve("102/cgroup"));

    var table = reader.read(running(100, 101, 102));

    assertThat(table.byPid().values())
        .hasSize(3)
        .allMatch(identity -> identity.owner() instanceof ProcessOwner.Hidden);
    assertThat(table.visibility("GPU-0")).isInstanceOf(Visibility.Partial.class);
  }

  @Test
  void outsideTheHostsPidNamespaceNothingIsLookedUp() throws IOException {
    proc.start(100, 5000, pod(UID));
    proc.namespace("pid:[4026532711]", "7");

    var table = reader.read(running(100));

    assertThat(table.visibility()).isInstanceOf(Visibility.Blind.class);
    assertThat(table.byPid()).isEmpty();
  }

  /** The agent's own cgroup, and that of process 1. */
  @ParameterizedTest
  @CsvSource({
    "0::/, 0::/../../../../init.scope",
    "0::/, 0::/../../..",
    "5:memory:/docker/node/kubepods/burstable/pod%1$s/%2$s, 5:memory:/docker/node",
    "0::/kubelet.slice/kubelet-kubepods-pod%1$s.slice/cri-containerd-%2$s.scope, 0::/init.scope"
  })
  void whereTheNodeIsAContainerTheReasonIsNotThatHostPidIsOff(String own, String init)
      throws IOException {
    proc.namespace("pid:[4026532711]", "7");
    proc.cgroups("self", own.formatted(UID, "c".repeat(64)));
    proc.start("1", "systemd", 'S', 1, init);

    assertThat(reader.read(running()).visibility())
        .isInstanceOfSatisfying(
            Visibility.Blind.class,
            blind -> assertThat(blind.reason()).startsWith("the node is itself a container"));
  }

  /** Process 1 is the agent, the first of its pod, or one that is not known. */
  @ParameterizedTest
  @CsvSource({
    "0::/, 0::/",
    "0::/, 0::/../cri-containerd-%2$s.scope",
    "0::/kubepods/pod%1$s/%3$s, 0::/kubepods/pod%1$s/%2$s",
    "0::/kubepods/pod%1$s/%2$s, 0::/kubepods/pod%1$s/%2$s"
  })
  void inANamespaceOfThePodTheReasonIsThatHostPidIsOff(String own, String init) throws IOException {
    proc.namespace("pid:[4026532711]", "7");
    proc.cgroups("self", own.formatted(UID, "c".repeat(64), "d".repeat(64)));
    proc.start("1", "pause", 'S', 1, init.formatted(UID, "c".repeat(64)));

    assertThat(reader.read(running()).visibility())
        .isInstanceOfSatisfying(
            Visibility.Blind.class, blind -> assertThat(blind.reason()).contains("hostPID: true"));
  }

  @Test
  void aHostsProcSeenFromAnotherNamespaceIsNotBelieved() throws IOException {
    proc.namespace("pid:[4026532711]", "4711\t7");

    assertThat(reader.read(running()).visibility()).isInstanceOf(Visibility.Blind.class);
  }

  @Test
  void aFolderThatIsNoProcIsBlind() throws IOException {
    var empty = Files.createDirectory(folder.resolve("empty"));
    var other = new ProcessReader(empty, ProcessLimits.standard(), nanoTime::get);

    assertThat(other.read(running(100)).worst()).isInstanceOf(Visibility.Blind.class);
  }

  @Test
  void aBusyGpuWithoutProcessesIsBlindAndTheOthersAreNot() {
    var snapshot =
        GpuBuilder.node(
            Instant.EPOCH,
            new GpuBuilder(0).busy(30, 0),
            new GpuBuilder(1).busy(0, 0),
            new GpuBuilder(2).busy(0, 8L << 30),
            new GpuBuilder(3).list(Reading.failed("nvmlDeviceGetComputeRunningProcesses", 15)),
            new GpuBuilder(4).list(Reading.unsupported()),
            new GpuBuilder(5).instance(1, 1, 0, 0).instance(2, 1, 40, 0));

    var table = reader.read(snapshot);

    assertThat(table.doubts().keySet())
        .containsExactlyInAnyOrder("GPU-0", "GPU-2", "GPU-3", "GPU-4", "GPU-5");
    assertThat(table.visibility("GPU-1")).isEqualTo(new Visibility.Full());
    assertThat(table.visibility("GPU-3"))
        .isEqualTo(new Visibility.Blind("nvmlDeviceGetComputeRunningProcesses answered 15"));
    assertThat(table.worst()).isInstanceOf(Visibility.Blind.class);
  }

  @Test
  void theAgentsOwnDepthTellsWhichPodOfAPathIsMeant() throws IOException {
    var outer = "0::/kubepods/pod" + OTHER + "/" + ID;
    proc.cgroups("self", outer + "/kubepods/pod" + UID.replace('0', '9') + "/" + ID);
    proc.start(100, 5000, outer + "/kubepods/pod" + UID + "/" + ID);

    assertThat(owner(reader.read(running(100)), 100)).isEqualTo(new ProcessOwner.InPod(UID, ID));
  }

  @Test
  void moreProcessesThanAnyDriverAllowsAreNotLookedUp() {
    var pids = LongStream.rangeClosed(1, 20_000).toArray();

    assertThat(reader.read(running(pids)).visibility()).isInstanceOf(Visibility.Blind.class);
  }

  private static void pipe(Path path) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }

  private static NodeSnapshot running(long... pids) {
    var gpu = new GpuBuilder(0).busy(10, 0);
    for (var pid : pids) {
      gpu.process(pid, 1, 0);
    }
    return GpuBuilder.node(
        Instant.EPOCH, pids.length == 0 ? new GpuBuilder(0) : gpu, new GpuBuilder(1));
  }

  private static ProcessOwner owner(ProcessTable table, long pid) {
    return Optional.ofNullable(table.byPid().get(pid)).orElseThrow().owner();
  }

  private static String pod(String uid) {
    return "0::/kubepods/burstable/pod" + uid + "/" + ID + "\n";
  }
}
