// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.shaper;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.shaping.Actual;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated nvidia-smi, run as the real one would be: well, badly, and not at all. */
class TimeSlicesTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"short", "medium", "long", "default"})
  void whatIsSetIsReadBack(String value) {
    Assumptions.assumeTrue(root(), "the driver lets root alone set it");
    var gadget = Gadget.in(folder);
    var slices = new TimeSlices(gadget.tool(), TIMEOUT);
    assertThat(slices.read(Gadget.SECOND)).isEqualTo(new Actual.Known("default"));
    assertThat(slices.set(Gadget.SECOND, value)).isEqualTo(new Actual.Known(value));
    assertThat(slices.read(Gadget.SECOND)).isEqualTo(new Actual.Known(value));
    assertThat(slices.read(Gadget.FIRST)).isEqualTo(new Actual.Known("default"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unsupported|Unsupported|this GPU has no such setting",
        "garbage|Unknown|no text",
        "flood|Unknown|said more than 65536 bytes",
      })
  void badAnswersAreNoValue(String fault, String kind, String reason) {
    var gadget = Gadget.in(folder);
    gadget.put(Gadget.FIRST, "fault", fault);
    var read = new TimeSlices(gadget.tool(), TIMEOUT).read(Gadget.FIRST);
    assertThat(read.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(read.toString()).contains(reason);
  }

  @Test
  void missingRightsAreTold() {
    var gadget = Gadget.in(folder);
    gadget.put(Gadget.FIRST, "fault", "denied");
    assertThat(new TimeSlices(gadget.tool(), TIMEOUT).set(Gadget.FIRST, "short"))
        .isEqualTo(new Actual.Unknown("nvidia-smi lacks the rights, see docs/enforcement.md"));
  }

  @Test
  void aProgramThatHangsIsKilledAndTheOtherGpuIsRead() {
    var gadget = Gadget.in(folder);
    gadget.put(Gadget.FIRST, "fault", "hang");
    var slices = new TimeSlices(gadget.tool(), Duration.ofMillis(1500));
    assertThat(slices.read(Gadget.FIRST).toString()).contains("did not answer within 1 s");
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(slices.read(Gadget.FIRST)).isInstanceOf(Actual.Unknown.class);
  }

  @Test
  void aLostGpuIsUnknown() {
    var gadget =
        Gadget.in(
            folder,
            """
            description: lost
            driver: {version: 580.105.08, nvml: 13.580.105.08, cuda: 13000}
            devices: [{model: L40S, uuid: %s}]
            faults: [{lost: 0}]
            """
                .formatted(Gadget.FIRST));
    assertThat(new TimeSlices(gadget.tool(), TIMEOUT).read(Gadget.FIRST))
        .isInstanceOf(Actual.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "", "GPU-1; reboot", "GPU-11111111-1111-1111-1111-11111111111G", "-l"})
  void onlyAUuidIsPassedOn(String uuid) {
    var read = new TimeSlices(Gadget.in(folder).tool(), TIMEOUT).read(uuid);
    assertThat(read).isEqualTo(new Actual.Unknown(uuid + " is no UUID of a GPU"));
  }

  @Test
  void nothingOfTheEnvironmentIsPassedOn() throws IOException {
    var spy = folder.resolve("nvidia-smi");
    Files.writeString(
        spy, "#!/bin/sh\nenv > " + folder + "/seen; echo \"$@\" >> " + folder + "/seen\n");
    Files.setPosixFilePermissions(spy, PosixFilePermissions.fromString("rwx------"));
    var slices = new TimeSlices(new SmiTool(spy, Map.of("LC_ALL", "C"), false), TIMEOUT);
    assertThat(slices.read(Gadget.FIRST)).isInstanceOf(Actual.Unknown.class);
    assertThat(Files.readString(folder.resolve("seen")))
        .contains("LC_ALL=C\n", "compute-policy -i " + Gadget.FIRST + " -l\n")
        .doesNotContain("HOME=", "JAVA");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    var tool = new SmiTool(folder.resolve("nvidia-smi"), Map.of(), true);
    assertThat(new TimeSlices(tool, TIMEOUT).read(Gadget.FIRST))
        .isEqualTo(
            new Actual.Unknown(
                tool.path() + " is not there: the driver capability utility brings it"));
    assertThat(new SmiTool(Path.of("nvidia-smi"), Map.of(), true).objection())
        .contains("nvidia-smi is not an absolute path");
    assertThat(new SmiTool(folder, Map.of(), true).objection().orElseThrow())
        .contains("is no program");
  }

  @Test
  void aProgramThatOthersCanChangeIsNotRun() throws IOException {
    Assumptions.assumeTrue(root(), "only root's programs are trusted");
    var program = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    var tool = new SmiTool(program, Map.of(), true);
    assertThat(tool.objection()).isEmpty();
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThat(tool.objection()).contains(program + " can be written to by others than root");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(tool.objection()).contains(folder + " can be written to by others than root");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setAttribute(program, "unix:uid", 4711);
    assertThat(tool.objection())
        .contains(program + " is not root's, so its owner could change what is run");
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }
}
